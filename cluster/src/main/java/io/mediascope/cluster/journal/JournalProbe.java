package io.mediascope.cluster.journal;

import io.mediascope.scope.entity.JournalHealth;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the journal for a row over and over, on a thread of its own, and writes one of its own: a full disk or a file system that
 * turned read-only still answers questions. A probe that hangs counts as one that failed: what is believed is the age of the last
 * success.
 */
public final class JournalProbe implements JournalHealth, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalProbe.class);
    /** While all is well only each fourth probe writes: a probe is no load. */
    private static final int PROBES_PER_WRITE = 4;

    private final Attempt attempt;
    private final long believedNs;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread made = new Thread(runnable, "mediascope-journal-probe");
        made.setDaemon(true);
        return made;
    });
    private volatile long lastSuccessNs;
    private volatile boolean succeeded;
    private long probes;

    /** One look at the journal. */
    @FunctionalInterface
    public interface Attempt {
        /**
         * Waits for the journal, but not for long.
         *
         * @param write whether it writes as well
         * @throws Exception when the journal did not do it; whatever it is, the journal is taken for down
         */
        void run(boolean write) throws Exception;
    }

    private JournalProbe(Attempt attempt, Duration interval, Duration timeout) {
        this.attempt = attempt;
        this.believedNs = interval.plus(timeout).toNanos();
    }

    /** Probes at once and then every {@code interval}. */
    public static JournalProbe start(Attempt attempt, Duration interval, Duration timeout) {
        JournalProbe probe = new JournalProbe(attempt, interval, timeout);
        probe.probe();
        probe.thread.scheduleWithFixedDelay(probe::probe, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
        return probe;
    }

    /** Probes an embedded journal. */
    public static JournalProbe start(EmbeddedDatabase database, Duration interval, Duration timeout) {
        return start(new JdbcAttempt(database, timeout), interval, timeout);
    }

    @Override
    public boolean up() {
        return succeeded && System.nanoTime() - lastSuccessNs < believedNs;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    // An attempt may fail in any way; each means the same.
    private void probe() {
        try {
            attempt.run(probes % PROBES_PER_WRITE == 0 || !succeeded);
            probes++;
            note(true, "");
            lastSuccessNs = System.nanoTime();
        } catch (Exception e) {
            note(false, String.valueOf(e.getMessage()));
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
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
