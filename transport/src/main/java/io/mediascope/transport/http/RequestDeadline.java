package io.mediascope.transport.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time that a client may take: for headers, for a body, for its next request. Stands before the decoder, where a request's first
 * byte is seen; {@link Progress} stands behind it.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
    /** To the last handler: the client was too slow in the middle of a request. */
    static final Object TOO_SLOW = new Object();

    private enum Phase {
        FRESH,
        HEADERS,
        BODY,
        SERVED,
        IDLE
    }

    private final HttpLimits limits;
    private Phase phase = Phase.FRESH;
    private @Nullable ChannelHandlerContext own;
    private @Nullable Future<?> timer;

    RequestDeadline(HttpLimits limits) {
        this.limits = limits;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        own = ctx;
        begin(Phase.FRESH, limits.headersWithin());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (phase == Phase.FRESH) {
            phase = Phase.HEADERS; // their time runs from the beginning
        } else if (phase == Phase.IDLE) {
            begin(Phase.HEADERS, limits.headersWithin());
        }
        ctx.fireChannelRead(message);
    }

    /** The answer is out. */
    void answered() {
        if (phase == Phase.SERVED) {
            begin(Phase.IDLE, limits.idleFor());
        }
    }

    private void begin(Phase next, Duration within) {
        stop();
        phase = next;
        ChannelHandlerContext ctx = Objects.requireNonNull(own);
        timer = ctx.executor().schedule(() -> expired(ctx), within.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void expired(ChannelHandlerContext ctx) {
        if (phase == Phase.HEADERS || phase == Phase.BODY) {
            ctx.fireUserEventTriggered(TOO_SLOW);
        } else {
            ctx.close();
        }
    }

    private void stop() {
        Future<?> running = timer;
        timer = null;
        if (running != null) {
            running.cancel(false);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stop();
    }

    /** Tells the deadline how far the decoder has come. */
    final class Progress extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest) {
                begin(Phase.BODY, limits.bodyWithin());
            }
            if (message instanceof LastHttpContent) {
                stop();
                phase = Phase.SERVED;
            }
            ctx.fireChannelRead(message);
        }
    }
}
