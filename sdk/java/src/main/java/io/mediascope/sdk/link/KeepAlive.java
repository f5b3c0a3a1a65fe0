package io.mediascope.sdk.link;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends pings at an interval and tells when nothing arrived for too long. */
final class KeepAlive {
    private final EventLoop loop;
    private final Runnable ping;
    private final Runnable silent;
    private @Nullable ScheduledFuture<?> timer;
    private @Nullable ScheduledFuture<?> probe;
    private long lastArrivalNs;
    private long timeoutNs;

    KeepAlive(EventLoop loop, Runnable ping, Runnable silent) {
        this.loop = loop;
        this.ping = ping;
        this.silent = silent;
    }

    void start(long intervalMs, long timeoutMs) {
        stop();
        timeoutNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        lastArrivalNs = System.nanoTime();
        timer = loop.scheduleAtFixedRate(this::turn, intervalMs, intervalMs, TimeUnit.MILLISECONDS);
    }

    void arrived() {
        lastArrivalNs = System.nanoTime();
    }

    /** Pings at once, and waits no longer than {@code patienceMs} for anything to arrive. */
    void probe(long patienceMs) {
        if (timer == null || probe != null) {
            return;
        }
        long askedNs = System.nanoTime();
        ping.run();
        probe = loop.schedule(
                () -> {
                    probe = null;
                    if (lastArrivalNs - askedNs < 0) {
                        stop();
                        silent.run();
                    }
                },
                patienceMs,
                TimeUnit.MILLISECONDS);
    }

    void stop() {
        timer = cancel(timer);
        probe = cancel(probe);
    }

    private static @Nullable ScheduledFuture<?> cancel(@Nullable ScheduledFuture<?> running) {
        if (running != null) {
            running.cancel(false);
        }
        return null;
    }

    private void turn() {
        if (System.nanoTime() - lastArrivalNs > timeoutNs) {
            stop();
            silent.run();
        } else {
            ping.run();
        }
    }
}
