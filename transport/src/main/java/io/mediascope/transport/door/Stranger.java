package io.mediascope.transport.door;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection from accepting it until it is authenticated: its place among the half-open ones and its deadline.
 * {@link #admit} and {@link #evict} are safe from any thread, the rest is for the channel's loop.
 */
final class Stranger implements DoorLoop.Member {
    private static final AttributeKey<Stranger> KEY = AttributeKey.valueOf(Stranger.class, "stranger");

    private final DoorContext door;
    private final Channel channel;
    private final Source source;
    private final long acceptedNs;
    private long deadlineNs;
    private Runnable closer;
    private boolean served;
    private volatile boolean admitted;

    private Stranger(DoorContext door, Channel channel, Source source, long nowNs) {
        this.door = door;
        this.channel = channel;
        this.source = source;
        this.acceptedNs = nowNs;
        this.deadlineNs = nowNs + door.settings().link().authTimeout().toNanos();
        this.closer = this::closeHard;
    }

    /** Registers a connection that was just accepted; an older one may have to go for it. */
    static void arrived(DoorContext door, Channel channel, Source source, long nowNs) {
        Stranger stranger = new Stranger(door, channel, source, nowNs);
        channel.attr(KEY).set(stranger);
        door.count(DoorCounter.HALF_OPEN);
        door.loopOf(channel).add(stranger);
        stranger.evict(door.halfOpen().add(stranger));
        channel.closeFuture().addListener(closed -> stranger.forget());
    }

    static @Nullable Stranger of(Channel channel) {
        return channel.attr(KEY).get();
    }

    Source source() {
        return source;
    }

    boolean admitted() {
        return admitted;
    }

    void beginTls() {
        evict(door.halfOpen().addTls(this));
    }

    /** How to close it when its time is over or a newer one needs its place. */
    void onExpiry(Runnable newCloser) {
        closer = newCloser;
        served = true;
    }

    void deadlineAfterAccept(Duration timeout) {
        deadlineNs = acceptedNs + timeout.toNanos();
    }

    void deadlineFrom(long nowNs, Duration timeout) {
        deadlineNs = nowNs + timeout.toNanos();
    }

    void admit() {
        admitted = true;
        forget();
    }

    private void forget() {
        if (door.halfOpen().remove(this)) {
            door.counters().decrement(DoorCounter.HALF_OPEN);
        }
    }

    private void evict(@Nullable Stranger oldest) {
        if (oldest != null) {
            door.counters().decrement(DoorCounter.HALF_OPEN);
            door.count(DoorCounter.HALF_OPEN_EVICTED);
            oldest.channel.eventLoop().execute(oldest::evicted);
        }
    }

    private void evicted() {
        if (!admitted) {
            closer.run();
            closeHard();
        }
    }

    @Override
    public boolean tick(long nowNs) {
        if (admitted || !channel.isOpen()) {
            return false;
        }
        if (nowNs - deadlineNs < 0) {
            return true;
        }
        door.count(DoorCounter.AUTH_TIMEOUT);
        closer.run();
        return false;
    }

    @Override
    public void shutdown() {
        if (!admitted && !served) {
            closeHard();
        }
    }

    private void closeHard() {
        closeHard(channel);
    }

    /** Closes the socket at once: no TLS close_notify, nothing that waits for the peer. */
    static void closeHard(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first == null) {
            channel.close();
        } else {
            first.close();
        }
    }
}
