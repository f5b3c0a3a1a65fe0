package io.mediascope.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Load on a call's scope: one user after the other comes and goes, on a thread of its own, whatever breaks meanwhile. */
public final class Visits implements AutoCloseable {
    private static final long LAST_SECONDS = 60;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final ChaosCall call;
    private final Future<Integer> visits;
    private volatile boolean over;
    private volatile Duration longest = Duration.ZERO;

    private Visits(ChaosCall call) {
        this.call = call;
        this.visits = thread.submit(this::comeAndGo);
    }

    public static Visits begin(ChaosCall call) {
        return new Visits(call);
    }

    /** The time that the slowest join took. */
    public Duration longestJoin() {
        return longest;
    }

    /** Returns how many came and went; fails when one could not. */
    public int end() throws InterruptedException, ExecutionException, TimeoutException {
        over = true;
        int count = visits.get(LAST_SECONDS, TimeUnit.SECONDS);
        assertThat(count).as("visits").isPositive();
        return count;
    }

    @Override
    public void close() {
        over = true;
        thread.shutdown();
    }

    private int comeAndGo() {
        int count = 0;
        while (!over) {
            String user = "visitor-" + ++count;
            Duration took = call.visit(user);
            longest = took.compareTo(longest) > 0 ? took : longest;
        }
        return count;
    }
}
