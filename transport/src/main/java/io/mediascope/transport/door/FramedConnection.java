package io.mediascope.transport.door;

import io.mediascope.transport.wire.MalformedWireException;
import io.mediascope.transport.wire.v1.RefusalReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What management links and media connections have in common: byte rate, keep-alive, silence, messages that take too
 * long, and closing once, in order. Everything runs on the channel's loop.
 */
abstract class FramedConnection extends ChannelInboundHandlerAdapter implements DoorLoop.Member {
    private static final Logger LOG = LoggerFactory.getLogger(FramedConnection.class);

    final DoorContext door;
    final Stranger stranger;
    final Channel channel;
    private final TokenBucket byteRate;
    private final long keepaliveNs;
    private final long silenceNs;
    private final long messageNs;
    /** Written on the loop only, read anywhere. */
    private volatile long lastReceivedNs;

    private long lastPingNs;
    private boolean incomplete;
    private long incompleteSinceNs;
    private @Nullable LinkCloseReason closeReason;
    private boolean ended;

    FramedConnection(DoorContext door, Stranger stranger, Channel channel, Rate bytes, Timing timing) {
        this.door = door;
        this.stranger = stranger;
        this.channel = channel;
        this.byteRate = bytes.bucket(System.nanoTime());
        this.keepaliveNs = timing.keepalive().toNanos();
        this.silenceNs = timing.silence().toNanos();
        this.messageNs = timing.message().toNanos();
        this.lastReceivedNs = System.nanoTime();
        this.lastPingNs = lastReceivedNs;
    }

    /** True when the codec holds a part of a message. */
    abstract boolean messageIncomplete();

    abstract void sendPing(long nowNs);

    /** Queues a refusal behind everything that was sent. */
    abstract void refuse(RefusalReason reason, String text);

    /** Writes everything that was sent before the connection began to close. */
    abstract void drain();

    /** The connection is gone. Called once. */
    abstract void ended(LinkCloseReason reason);

    final boolean closing() {
        return closeReason != null;
    }

    /** Counts bytes in front of the codec. */
    final ChannelInboundHandlerAdapter meter() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                bytesReceived(((ByteBuf) message).readableBytes());
                ctx.fireChannelRead(message);
            }
        };
    }

    private void bytesReceived(int bytes) {
        long nowNs = System.nanoTime();
        lastReceivedNs = nowNs;
        if (!closing() && !byteRate.take(bytes, nowNs)) {
            flood();
        }
    }

    final long lastReceivedNs() {
        return lastReceivedNs;
    }

    final void messageComplete() {
        incomplete = false;
    }

    final void flood() {
        door.count(DoorCounter.FLOOD);
        refuseAndClose(LinkCloseReason.FLOOD, RefusalReason.RATE_LIMITED, "more was sent than a client may send");
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!messageIncomplete()) {
            incomplete = false;
        } else if (!incomplete) {
            incomplete = true;
            incompleteSinceNs = lastReceivedNs;
        }
    }

    @Override
    public final boolean tick(long nowNs) {
        if (ended) {
            return false;
        }
        if (!closing()) {
            checkDeadlines(nowNs);
        }
        return true;
    }

    private void checkDeadlines(long nowNs) {
        if (incomplete && nowNs - incompleteSinceNs > messageNs) {
            door.count(DoorCounter.SLOW_SENDER);
            refuseAndClose(LinkCloseReason.MALFORMED, RefusalReason.TIMED_OUT, "a message took too long to arrive");
        } else if (stranger.admitted() && nowNs - lastReceivedNs > silenceNs) {
            door.count(DoorCounter.SILENT);
            closeNow(LinkCloseReason.SILENT);
        } else if (stranger.admitted() && nowNs - lastPingNs >= keepaliveNs) {
            lastPingNs = nowNs;
            sendPing(nowNs);
        }
    }

    @Override
    public final void shutdown() {
        close(LinkCloseReason.LOCAL);
    }

    final void refuseAndClose(LinkCloseReason why, RefusalReason reason, String text) {
        if (!closing()) {
            refuse(reason, text);
            close(why);
        }
    }

    /**
     * Sends what was queued, says goodbye in TLS and TCP, and waits a while for the peer to do the same: closing a socket
     * with unread bytes in it would reset the connection, and the peer would never read the refusal.
     */
    final void close(LinkCloseReason reason) {
        if (closing() || ended) {
            return;
        }
        closeReason = reason;
        drain();
        channel.eventLoop()
                .schedule(
                        () -> Stranger.closeHard(channel),
                        door.settings().closeGrace().toNanos(),
                        TimeUnit.NANOSECONDS);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> endOutput());
    }

    private void endOutput() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (!(channel instanceof DuplexChannel duplex)) {
            channel.close();
        } else if (tls == null) {
            duplex.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(sent -> duplex.shutdownOutput());
        }
    }

    /** For a peer that takes nothing any more. */
    final void closeNow(LinkCloseReason reason) {
        if (closeReason == null) {
            closeReason = reason;
        }
        Stranger.closeHard(channel);
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        end(LinkCloseReason.PEER_CLOSED);
    }

    @Override
    public final void handlerRemoved(ChannelHandlerContext ctx) {
        end(LinkCloseReason.PEER_CLOSED);
    }

    private void end(LinkCloseReason otherwise) {
        if (!ended) {
            ended = true;
            LinkCloseReason reason = closeReason == null ? otherwise : closeReason;
            closeReason = reason;
            ended(reason);
        }
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof MalformedWireException malformed) {
            malformed(malformed);
        } else if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
            door.count(DoorCounter.IO_ERROR);
            closeNow(LinkCloseReason.IO_ERROR);
        } else if (!closing()) {
            handlerFailed(cause);
        }
    }

    private void malformed(MalformedWireException cause) {
        boolean tooLarge = cause.tooLarge();
        door.count(tooLarge ? DoorCounter.TOO_LARGE : DoorCounter.MALFORMED);
        refuseAndClose(
                LinkCloseReason.MALFORMED,
                tooLarge ? RefusalReason.MESSAGE_TOO_LARGE : RefusalReason.BAD_REQUEST,
                String.valueOf(cause.getMessage()));
    }

    final void handlerFailed(Throwable cause) {
        LOG.warn("closing the connection from {}: its handler failed", channel.remoteAddress(), cause);
        door.count(DoorCounter.HANDLER_FAILED);
        refuseAndClose(LinkCloseReason.LOCAL, RefusalReason.INTERNAL_ERROR, "the node failed on a message");
    }
}
