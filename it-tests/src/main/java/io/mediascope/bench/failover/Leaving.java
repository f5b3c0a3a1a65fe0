package io.mediascope.bench.failover;

import io.mediascope.sdk.ScopeConnection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Leaves a scope and waits for it, but not for ever. */
final class Leaving {
    private Leaving() {}

    static void of(ScopeConnection connection, int seconds) {
        try {
            connection.disconnect().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // It could not say goodbye; its node ends it.
        }
    }
}
