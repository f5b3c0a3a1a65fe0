package io.mediascope.bench.scopes;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.mediascope.sdk.link.HostPort;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What a Cassandra says of itself, by its virtual tables. */
final class CassandraMeter implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CqlSession session;
    private final String keyspace;

    CassandraMeter(String contactPoint, String keyspace) {
        HostPort at = HostPort.parse(contactPoint).orElseThrow();
        this.keyspace = keyspace;
        this.session = CqlSession.builder()
                .addContactPoint(new InetSocketAddress(at.host(), at.port()))
                .withLocalDatacenter("datacenter1")
                .build();
    }

    /** Writes that this Cassandra has applied since its start, by table of the keyspace. */
    Map<String, Long> writes() {
        Map<String, Long> writes = new TreeMap<>();
        for (Row row : ask("select keyspace_name, table_name, count from system_views.local_write_latency")) {
            if (keyspace.equals(row.getString("keyspace_name"))) {
                writes.put(row.getString("table_name"), row.getLong("count"));
            }
        }
        return writes;
    }

    /** Scopes that have begun and not ended, as the sweeper sees them. */
    long openScopes() {
        Row row = ask("select count(*) from " + keyspace + ".open_scopes").one();
        return row == null ? 0 : row.getLong(0);
    }

    /** On a busy machine the driver's own patience is too short. */
    private ResultSet ask(String query) {
        return session.execute(SimpleStatement.newInstance(query).setTimeout(PATIENCE));
    }

    @Override
    public void close() {
        session.close();
    }
}
