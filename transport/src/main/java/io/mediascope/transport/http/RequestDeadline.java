package io.mediascope.transport.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Closes a connection that is idle for a minute, or sends a body more slowly than any honest client. */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
    private static final long IDLE_MS = 60_000;
    private static final long BODY_MS = 15_000;

    private @Nullable Future<?> timer;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        start(ctx, IDLE_MS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest) {
            start(ctx, BODY_MS);
        }
        if (message instanceof LastHttpContent) {
            stop();
        }
        ctx.fireChannelRead(message);
    }

    /** The answer is out. */
    void answered(ChannelHandlerContext ctx) {
        start(ctx, IDLE_MS);
    }

    private void start(ChannelHandlerContext ctx, long afterMs) {
        stop();
        timer = ctx.executor().schedule(() -> ctx.close(), afterMs, TimeUnit.MILLISECONDS);
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
}
