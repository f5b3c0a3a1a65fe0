package io.mediascope.bench.failover;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Asks nodes that run where the scope is, round and round, and notes when it last heard something wrong. */
final class ResolveProbe implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long PAUSE_NS = 50_000_000;
    private static final int RIGHT_ROUNDS = 5;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<HttpRequest> questions;
    private final Set<String> right;
    private final CountDownLatch settled = new CountDownLatch(1);
    private final long startedNs = System.nanoTime();
    private final Thread thread = new Thread(this::ask, "resolve-probe");
    private volatile long wrongMs;
    private volatile boolean closed;

    /**
     * Starts at once.
     *
     * @param questions a {@code GET /resolve} to each node that runs
     * @param right the links, HOST:PORT, of those that may be named
     */
    ResolveProbe(List<URI> questions, String token, Set<String> right) {
        this.questions = questions.stream()
                .map(uri -> HttpRequest.newBuilder(uri)
                        .timeout(TIMEOUT)
                        .header("Authorization", "Bearer " + token)
                        .header("Accept", "text/plain")
                        .build())
                .toList();
        this.right = right;
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until each node has answered right several times in a row. */
    void awaitSettled(int seconds) throws InterruptedException, TimeoutException {
        if (!settled.await(seconds, TimeUnit.SECONDS)) {
            throw new TimeoutException("the scope is not resolved after " + seconds + " s");
        }
    }

    /** When the last wrong answer came, or the last question was given up, from the start on; 0 = never. */
    long wrongMs() {
        return wrongMs;
    }

    private void ask() {
        int inARow = 0;
        for (int i = 0; !closed; i++) {
            if (isRight(questions.get(i % questions.size()))) {
                inARow++;
            } else {
                inARow = 0;
                wrongMs = (System.nanoTime() - startedNs) / 1_000_000;
            }
            if (inARow >= RIGHT_ROUNDS * questions.size()) {
                settled.countDown();
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private boolean isRight(HttpRequest question) {
        return http.sendAsync(question, BodyHandlers.ofString())
                .thenApply(answer -> answer.statusCode() == 200
                        && right.contains(answer.body().strip()))
                .exceptionally(failure -> false)
                .join();
    }

    @Override
    public void close() {
        closed = true;
    }
}
