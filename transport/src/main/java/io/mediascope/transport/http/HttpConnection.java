package io.mediascope.transport.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests of one connection, one after the other; the next one is looked at when the answer before it is out. */
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
    private static final long END_MS = 1_000;

    private final HttpService service;
    private final HttpGate gate;
    private final Deque<FullHttpRequest> waiting = new ArrayDeque<>();
    private @Nullable NettyHttpCall current;
    private boolean ending;

    HttpConnection(HttpService service, HttpGate gate) {
        this.service = service;
        this.gate = gate;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (ending || !(message instanceof FullHttpRequest request)) {
            ReferenceCountUtil.release(message);
        } else if (current == null) {
            begin(ctx, request);
        } else if (waiting.size() < gate.limits().maxPipelined()) {
            waiting.add(request);
        } else {
            request.release();
            gate.tooMany();
            ctx.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event != RequestDeadline.TOO_SLOW) {
            ctx.fireUserEventTriggered(event);
            return;
        }
        gate.tooSlow();
        ending = true;
        if (current == null) {
            refuse(ctx, HttpResponseStatus.REQUEST_TIMEOUT, "the request took too long to arrive");
        } else {
            ctx.close(); // the answer before it is on its way
        }
    }

    private void begin(ChannelHandlerContext ctx, FullHttpRequest request) {
        gate.served(ctx.channel());
        if (!request.decoderResult().isSuccess()) {
            request.release();
            refuse(ctx, statusOf(request.decoderResult().cause()), "not an HTTP/1.1 request that is served here");
        } else if (WebSocketLink.isFor(request)) {
            waiting.forEach(ReferenceCountUtil::release);
            waiting.clear();
            WebSocketLink.open(ctx, request, gate);
        } else {
            serve(ctx, request);
        }
    }

    private void serve(ChannelHandlerContext ctx, FullHttpRequest request) {
        NettyHttpCall call;
        try {
            call = new NettyHttpCall(ctx, request, gate.secure(), () -> answered(ctx));
        } finally {
            request.release();
        }
        current = call;
        try {
            service.serve(call);
        } catch (RuntimeException e) {
            LOG.warn("a request failed", e);
            call.failed();
        }
    }

    /** On the loop. */
    private void answered(ChannelHandlerContext ctx) {
        current = null;
        FullHttpRequest next = waiting.poll();
        if (next == null) {
            idle(ctx);
        } else if (ctx.channel().isActive()) {
            begin(ctx, next);
        } else {
            next.release();
        }
    }

    private void idle(ChannelHandlerContext ctx) {
        gate.answered(ctx.channel());
        RequestDeadline deadline = ctx.pipeline().get(RequestDeadline.class);
        if (deadline != null) {
            deadline.answered();
        }
    }

    static void refuse(ChannelHandlerContext ctx, HttpResponseStatus status, String text) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                status,
                Unpooled.copiedBuffer(text + "\n", java.nio.charset.StandardCharsets.UTF_8));
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        headers.set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        ctx.writeAndFlush(response).addListener(sent -> end(ctx));
    }

    /** RFC 9110 section 15.5.15, RFC 6585 section 5. */
    private static HttpResponseStatus statusOf(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return HttpResponseStatus.REQUEST_URI_TOO_LONG;
        }
        return cause instanceof TooLongHttpHeaderException
                ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                : HttpResponseStatus.BAD_REQUEST;
    }

    /** Closing a socket with unread bytes in it resets the connection, and the client never reads why it was refused. */
    private static void end(ChannelHandlerContext ctx) {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (!(ctx.channel() instanceof DuplexChannel duplex)) {
            ctx.close();
        } else if (tls == null) {
            duplex.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(sent -> duplex.shutdownOutput());
        }
        ctx.executor().schedule(() -> ctx.close(), END_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        abandon();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        abandon();
    }

    private void abandon() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        NettyHttpCall open = current;
        if (open != null) {
            open.abandoned();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Channel channel = ctx.channel();
        LOG.debug("closing the HTTP connection from {}", channel.remoteAddress(), cause);
        ctx.close();
    }
}
