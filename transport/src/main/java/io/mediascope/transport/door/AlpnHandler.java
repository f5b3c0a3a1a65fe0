package io.mediascope.transport.door;

import io.mediascope.transport.http.HttpPort;
import io.mediascope.transport.http.HttpService;
import io.mediascope.transport.wire.WireProtocol;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Waits for the TLS handshake and hands the connection to whoever serves its protocol (ALPN, RFC 7301). */
final class AlpnHandler extends ChannelInboundHandlerAdapter {
    private final DoorContext door;
    private final Stranger stranger;
    private boolean failed;

    AlpnHandler(DoorContext door, Stranger stranger) {
        this.door = door;
        this.stranger = stranger;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent done)) {
            ctx.fireUserEventTriggered(event);
        } else if (done.isSuccess()) {
            route(ctx, protocol(ctx));
        } else {
            failed(ctx, done.cause());
        }
    }

    private static @Nullable String protocol(ChannelHandlerContext ctx) {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        return tls == null ? null : tls.applicationProtocol();
    }

    private void route(ChannelHandlerContext ctx, @Nullable String protocol) {
        ChannelPipeline pipeline = ctx.pipeline();
        if (WireProtocol.ALPN_LINK.equals(protocol)) {
            new LinkConnection(door, stranger, ctx.channel()).addTo(pipeline);
        } else if (WireProtocol.ALPN_MEDIA.equals(protocol)) {
            new MediaConnection(door, stranger, ctx.channel()).addTo(pipeline);
        } else if (WireProtocol.ALPN_HTTP.equals(protocol)
                || (protocol == null && door.http().get() != null)) {
            // Plain HTTP libraries do not name a protocol; links and media connections always do.
            http(ctx);
        } else {
            door.count(DoorCounter.ALPN_MISSING);
            ctx.close();
            return;
        }
        pipeline.remove(this);
    }

    private void http(ChannelHandlerContext ctx) {
        HttpService service = door.http().get();
        if (service == null) {
            door.count(DoorCounter.HTTP_UNSERVED);
            ctx.close();
        } else {
            HttpPort.addTo(ctx.pipeline(), service, new DoorHttpGate(door, true));
        }
    }

    /** A connection that just went away has not failed; those would drown the ones that did. */
    private void failed(ChannelHandlerContext ctx, Throwable cause) {
        if (!failed && cause instanceof SSLException) {
            failed = true;
            door.count(DoorCounter.TLS_FAILED);
        }
        ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(ctx, cause);
    }
}
