package io.mediascope.transport.http;

import io.mediascope.transport.wire.WireProtocol;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;

/**
 * {@code GET /link} with {@code Upgrade: websocket} (RFC 6455), subprotocol {@code mediascope.1}: a management link. Each binary
 * message is one Envelope, without a length in front.
 */
final class WebSocketLink {
    static final String PATH = "/link";
    static final String SUBPROTOCOL = "mediascope.1";

    private WebSocketLink() {}

    static boolean isFor(FullHttpRequest request) {
        return request.method().equals(HttpMethod.GET)
                && path(request.uri()).equals(PATH)
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    private static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    /** Releases {@code request}. */
    static void open(ChannelHandlerContext ctx, FullHttpRequest request, HttpGate gate) {
        try {
            handshake(ctx, request, gate);
        } catch (WebSocketHandshakeException e) {
            HttpConnection.refuse(ctx, HttpResponseStatus.BAD_REQUEST, "not a WebSocket handshake: " + e.getMessage());
        } finally {
            request.release();
        }
    }

    private static void handshake(ChannelHandlerContext ctx, FullHttpRequest request, HttpGate gate) {
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory(PATH, SUBPROTOCOL, decoder()).newHandshaker(request);
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(ctx.channel());
            return;
        }
        // The handshaker takes the HTTP handlers out of the pipeline and puts frame handlers in.
        handshaker.handshake(ctx.channel(), request).addListener(done -> {
            if (!done.isSuccess()) {
                ctx.close();
            }
        });
        removeHttp(ctx);
        ctx.pipeline().addLast(new WebSocketFrames());
        gate.linkOpened(ctx.channel());
    }

    private static void removeHttp(ChannelHandlerContext ctx) {
        if (ctx.pipeline().get(HttpObjectAggregator.class) != null) {
            ctx.pipeline().remove(HttpObjectAggregator.class);
        }
        ctx.pipeline().remove(RequestDeadline.class);
        ctx.pipeline().remove(RequestDeadline.Progress.class);
        ctx.pipeline().remove(ctx.handler());
    }

    private static WebSocketDecoderConfig decoder() {
        return WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(WireProtocol.MAX_ENVELOPE_BYTES)
                .allowExtensions(false)
                .build();
    }
}
