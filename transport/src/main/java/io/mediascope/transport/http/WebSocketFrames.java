package io.mediascope.transport.http;

import io.mediascope.transport.wire.MalformedWireException;
import io.mediascope.transport.wire.WireProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Between WebSocket messages and the link's own framing: a message gets the length in front that the link's codec expects, and
 * what the codec writes loses it.
 */
final class WebSocketFrames extends ChannelDuplexHandler {
    private static final int LENGTH_BYTES = 4;

    /** A browser cuts a large message into pieces of some kilobytes; one that comes in crumbs is no honest one. */
    private static final int MAX_FRAGMENTS = 256;

    /** Fragments of a message that is not complete yet. */
    private @Nullable CompositeByteBuf partial;

    private int fragments;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof BinaryWebSocketFrame || message instanceof ContinuationWebSocketFrame) {
            fragment(ctx, (WebSocketFrame) message);
            return;
        }
        try {
            control(ctx, message);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void control(ChannelHandlerContext ctx, Object message) {
        if (message instanceof PingWebSocketFrame ping) {
            pong(ctx, ping);
        } else if (message instanceof CloseWebSocketFrame) {
            ctx.writeAndFlush(new CloseWebSocketFrame()).addListener(ChannelFutureListener.CLOSE);
        } else if (!(message instanceof PongWebSocketFrame)) {
            throw new MalformedWireException("a link takes binary WebSocket messages only", false);
        }
    }

    /** Who asks and does not read the answers must not pile them up here. */
    private static void pong(ChannelHandlerContext ctx, PingWebSocketFrame ping) {
        if (ctx.channel().isWritable()) {
            ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        }
    }

    private void fragment(ChannelHandlerContext ctx, WebSocketFrame frame) {
        CompositeByteBuf message = partial;
        if (message == null) {
            message = ctx.alloc().compositeBuffer(MAX_FRAGMENTS + 1);
            fragments = 0;
            partial = message;
        }
        boolean last = frame.isFinalFragment();
        message.addComponent(true, frame.content());
        if (++fragments > MAX_FRAGMENTS) {
            dropPartial();
            throw new MalformedWireException("a message came in more than " + MAX_FRAGMENTS + " pieces", false);
        }
        if (message.readableBytes() > WireProtocol.MAX_ENVELOPE_BYTES) {
            dropPartial();
            throw new MalformedWireException(
                    "a message is over the limit of " + WireProtocol.MAX_ENVELOPE_BYTES + " bytes", true);
        }
        if (last) {
            partial = null;
            ctx.fireChannelRead(ctx.alloc().buffer(LENGTH_BYTES).writeInt(message.readableBytes()));
            ctx.fireChannelRead(message);
        }
    }

    /** The link's codec writes one buffer for each Envelope, its length first; an empty one is the last thing a link sends. */
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!(message instanceof ByteBuf frame)) {
            ctx.write(message, promise);
        } else if (frame.readableBytes() >= LENGTH_BYTES) {
            ctx.write(new BinaryWebSocketFrame(frame.skipBytes(LENGTH_BYTES)), promise);
        } else {
            frame.release();
            ctx.write(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE), promise);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof CorruptedFrameException) {
            ctx.fireExceptionCaught(new MalformedWireException("not a WebSocket frame: " + cause.getMessage(), false));
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        dropPartial();
    }

    private void dropPartial() {
        CompositeByteBuf message = partial;
        partial = null;
        if (message != null) {
            message.release();
        }
    }
}
