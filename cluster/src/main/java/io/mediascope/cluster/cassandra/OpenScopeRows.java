package io.mediascope.cluster.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.mediascope.scope.model.ScopeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * One row for each life of a scope, there from before the life's first event until after its last one: whatever dies when, no scope
 * that is alive lacks its row. A life's row is written and deleted once, so that clocks which disagree cannot hide a newer one.
 */
public final class OpenScopeRows {
    private final CqlSession session;
    private final SimpleStatement insert;
    private final SimpleStatement delete;
    private final SimpleStatement deleteUpTo;
    private final SimpleStatement select;

    /** A life that has begun and, as far as the row knows, not ended. */
    public record OpenLife(ScopeKey scope, long life) {}

    OpenScopeRows(CqlSession session, CassandraTables tables) {
        this.session = session;
        this.insert = SimpleStatement.newInstance(
                        "insert into " + tables.openScopes() + " (slice, scope, life) values (?, ?, ?)")
                .setIdempotent(true);
        this.delete = SimpleStatement.newInstance(
                        "delete from " + tables.openScopes() + " where slice = ? and scope = ? and life = ?")
                .setIdempotent(true);
        this.deleteUpTo = SimpleStatement.newInstance(
                        "delete from " + tables.openScopes() + " where slice = ? and scope = ? and life <= ?")
                .setIdempotent(true);
        this.select = SimpleStatement.newInstance("select scope, life from " + tables.openScopes() + " where slice = ?")
                .setIdempotent(true);
    }

    /** Done when the row stands. */
    CompletionStage<AsyncResultSet> open(ScopeKey scope, long life) {
        return session.executeAsync(insert.setPositionalValues(List.of(slice(scope), scope.entityId(), life)));
    }

    /** Takes the row away. When that fails, the scope is woken once more than needed. */
    CompletionStage<AsyncResultSet> ended(ScopeKey scope, long life) {
        return session.executeAsync(delete.setPositionalValues(List.of(slice(scope), scope.entityId(), life)));
    }

    /** The same for a life and all before it: rows that a death left, or whose deletion failed. */
    void endedUpTo(ScopeKey scope, long life) {
        session.executeAsync(deleteUpTo.setPositionalValues(List.of(slice(scope), scope.entityId(), life)));
    }

    /** Waits for Cassandra. */
    List<OpenLife> list() {
        List<OpenLife> lives = new ArrayList<>();
        for (int slice = 0; slice < CassandraTables.OPEN_SLICES; slice++) {
            for (Row row : session.execute(select.setPositionalValues(List.of(slice)))) {
                lives.add(new OpenLife(ScopeKey.ofEntityId(row.getString("scope")), row.getLong("life")));
            }
        }
        return lives;
    }

    private static int slice(ScopeKey scope) {
        return Math.floorMod(scope.entityId().hashCode(), CassandraTables.OPEN_SLICES);
    }
}
