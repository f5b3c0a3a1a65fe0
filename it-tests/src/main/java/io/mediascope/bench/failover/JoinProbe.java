package io.mediascope.bench.failover;

import io.mediascope.sdk.Mediascope;
import io.mediascope.sdk.ScopeConnection;
import io.mediascope.sdk.ScopeDescriptor;
import io.mediascope.sdk.ScopeListener;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A user who wants to come in right when something breaks, and tries until it is let in. */
final class JoinProbe implements AutoCloseable {
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(150);
    private static final int LEAVE_SECONDS = 30;

    private final long startedNs = System.nanoTime();
    private final ScopeConnection connection;

    /** Starts at once. */
    JoinProbe(ScopeDescriptor.Builder descriptor) {
        connection = Mediascope.connect(
                descriptor
                        .reconnectWait(SHORTEST_WAIT, LONGEST_WAIT)
                        .statisticsInterval(Duration.ZERO)
                        .build(),
                new ScopeListener() {});
    }

    /** Waits until it is in; from the start on. */
    long joinedMs(int seconds) throws InterruptedException, ExecutionException, TimeoutException {
        return connection
                        .connected()
                        .thenApply(in -> System.nanoTime() - startedNs)
                        .toCompletableFuture()
                        .get(seconds, TimeUnit.SECONDS)
                / 1_000_000;
    }

    @Override
    public void close() {
        Leaving.of(connection, LEAVE_SECONDS);
    }
}
