package io.mediascope.cluster.journal;

import io.mediascope.scope.entity.JournalHealth;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the journal's table for its last row over and over, on a thread of its own, and writes a row of its own: a full disk or a file
 * system that turned read-only still answers questions. A probe that hangs counts as one that failed: what is believed is the age of
 * the last success. After a failure all connections are made anew: nobody knows which of them broke.
 */
public final class JournalProbe implements JournalHealth, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalProbe.class);
    private static final String QUERY = "select max(\"ordering\") from \"event_journal\"";
    private static final String TABLE =
            "create table if not exists journal_probe (id int primary key, probes bigint not null)";
    private static final String WRITE = "merge into journal_probe (id, probes) key (id) values (1, ?)";

    /** While all is well only each fourth probe writes: a probe is no load. */
    private static final int PROBES_PER_WRITE = 4;

    private final DataSource database;
    private final Runnable dropConnections;
    private final long believedNs;
    private final int timeoutS;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread made = new Thread(runnable, "mediascope-journal-probe");
        made.setDaemon(true);
        return made;
    });
    private volatile long lastSuccessNs;
    private volatile boolean succeeded;
    private long probes;
    private boolean tableMade;

    private JournalProbe(DataSource database, Runnable dropConnections, Duration interval, Duration timeout) {
        this.database = database;
        this.dropConnections = dropConnections;
        this.believedNs = interval.plus(timeout).toNanos();
        this.timeoutS = (int) Math.max(1, timeout.toSeconds());
    }

    /** Probes at once and then every {@code interval}. */
    public static JournalProbe start(EmbeddedDatabase database, Duration interval, Duration timeout) {
        JournalProbe probe = new JournalProbe(database.dataSource(), database::dropConnections, interval, timeout);
        probe.probe();
        probe.thread.scheduleWithFixedDelay(probe::probe, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
        return probe;
    }

    @Override
    public boolean up() {
        return succeeded && System.nanoTime() - lastSuccessNs < believedNs;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void probe() {
        try (Connection connection = database.getConnection()) {
            try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
                statement.setQueryTimeout(timeoutS);
                statement.executeQuery().close();
            }
            if (probes % PROBES_PER_WRITE == 0 || !succeeded) {
                write(connection);
            }
            probes++;
            note(true, "");
            lastSuccessNs = System.nanoTime();
        } catch (SQLException | RuntimeException e) {
            note(false, String.valueOf(e.getMessage()));
            dropConnections.run();
        }
    }

    private void write(Connection connection) throws SQLException {
        if (!tableMade) {
            try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
                statement.execute();
            }
            tableMade = true;
        }
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            statement.setQueryTimeout(timeoutS);
            statement.setLong(1, probes);
            statement.executeUpdate();
        }
    }

    private void note(boolean success, String reason) {
        if (succeeded && !success) {
            LOG.warn("The journal does not answer: {}", reason);
        } else if (!succeeded && success) {
            LOG.info("The journal answers");
        }
        succeeded = success;
    }
}
