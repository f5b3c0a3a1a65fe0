package io.mediascope.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Says which seed nodes take no connection while a node tries to join, by their names and soon: a wrong address or a closed port is
 * seen before the join's time is over. On a thread of its own until it is closed.
 */
final class SeedWatch implements AutoCloseable {
    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int CONNECT_MS = 1_000;

    private final List<String> seeds;
    private final Consumer<String> warnings;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread made = new Thread(runnable, "mediascope-seed-watch");
        made.setDaemon(true);
        return made;
    });

    private SeedWatch(List<String> seeds, Consumer<String> warnings) {
        this.seeds = seeds;
        this.warnings = warnings;
    }

    /** @param seeds {@code HOST:PORT}; none = nothing to say */
    static SeedWatch start(List<String> seeds, Duration first, Duration interval, Consumer<String> warnings) {
        SeedWatch watch = new SeedWatch(List.copyOf(seeds), warnings);
        if (!seeds.isEmpty()) {
            watch.thread.scheduleAtFixedRate(
                    watch::check, first.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        }
        return watch;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void check() {
        List<String> silent = seeds.stream().filter(seed -> !reachable(seed)).toList();
        if (!silent.isEmpty() && !thread.isShutdown()) {
            warnings.accept("seed not reachable: " + String.join(", ", silent));
        }
    }

    private static boolean reachable(String seed) {
        int colon = seed.lastIndexOf(':');
        String host = seed.substring(0, colon);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, Integer.parseInt(seed.substring(colon + 1))), CONNECT_MS);
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
