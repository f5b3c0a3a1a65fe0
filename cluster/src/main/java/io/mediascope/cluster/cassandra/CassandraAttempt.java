package io.mediascope.cluster.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.mediascope.cluster.journal.JournalProbe;
import java.time.Duration;

/** Reads the events' table and writes one row, at the consistency that events have. For the probe's thread. */
final class CassandraAttempt implements JournalProbe.Attempt {
    private final CqlSession session;
    private final SimpleStatement read;
    private final SimpleStatement write;
    private long writes;

    CassandraAttempt(CqlSession session, CassandraTables tables, Duration timeout) {
        this.session = session;
        this.read = SimpleStatement.newInstance("select sequence_nr from " + tables.messages()
                        + " where persistence_id = 'journal-probe' and partition_nr = 0 limit 1")
                .setTimeout(timeout);
        this.write = SimpleStatement.newInstance("insert into " + tables.probe() + " (id, probes) values (1, ?)")
                .setTimeout(timeout)
                .setIdempotent(true);
    }

    @Override
    public void run(boolean alsoWrite) {
        session.execute(read);
        if (alsoWrite) {
            session.execute(write.setPositionalValues(java.util.List.of(writes++)));
        }
    }
}
