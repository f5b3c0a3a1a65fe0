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
 * Asks the journal's table for its last row over and over, on a thread of its own. A probe that hangs counts as one that failed: what
 * is believed is the age of the last success.
 */
public final class JournalProbe implements JournalHealth, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalProbe.class);
    private static final String QUERY = "select max(\"ordering\") from \"event_journal\"";

    private final DataSource database;
    private final long believedNs;
    private final int timeoutS;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread made = new Thread(runnable, "mediascope-journal-probe");
        made.setDaemon(true);
        return made;
    });
    private volatile long lastSuccessNs;
    private volatile boolean succeeded;

    private JournalProbe(DataSource database, Duration interval, Duration timeout) {
        this.database = database;
        this.believedNs = interval.plus(timeout).toNanos();
        this.timeoutS = (int) Math.max(1, timeout.toSeconds());
    }

    /** Probes at once and then every {@code interval}. */
    public static JournalProbe start(DataSource database, Duration interval, Duration timeout) {
        JournalProbe probe = new JournalProbe(database, interval, timeout);
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
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setQueryTimeout(timeoutS);
            statement.executeQuery().close();
            note(true, "");
            lastSuccessNs = System.nanoTime();
        } catch (SQLException | RuntimeException e) {
            note(false, String.valueOf(e.getMessage()));
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
