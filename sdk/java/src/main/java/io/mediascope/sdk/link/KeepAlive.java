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

    void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
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
