package io.mediascope.cluster.cassandra;

import com.datastax.oss.driver.api.core.DriverException;
import io.mediascope.cluster.sweep.OpenScopes;
import io.mediascope.scope.model.ScopeKey;
import java.util.Set;
import java.util.stream.Collectors;

/** The open scopes as the journal's plug-in keeps them. */
public final class CassandraOpenScopes implements OpenScopes {
    private final OpenScopeRows rows;

    public CassandraOpenScopes(OpenScopeRows rows) {
        this.rows = rows;
    }

    @Override
    public Set<ScopeKey> list() {
        try {
            return rows.list().stream().map(OpenScopeRows.OpenLife::scope).collect(Collectors.toSet());
        } catch (DriverException e) {
            throw new OpenScopesException(e);
        }
    }

    @Override
    public void ended(ScopeKey scope, long life) {
        rows.endedUpTo(scope, life);
    }
}
