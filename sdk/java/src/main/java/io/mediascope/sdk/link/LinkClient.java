package io.mediascope.sdk.link;

import io.mediascope.transport.wire.LinkFrameCodec;
import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.Ping;
import io.mediascope.transport.wire.v1.Pong;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One management link: TLS, length-prefixed envelopes, pings. All methods and callbacks on the service thread. */
public final class LinkClient {
    /** What a link tells. */
    public interface Handler {
        /** TLS stands: the first message may be sent. */
        void opened();

        /** Pings and pongs are dealt with before. */
        void received(Envelope message);

        /**
         * Called once, also when it never opened.
         *
         * @param untrusted true when the node's certificate was not accepted
         */
        void closed(String reason, boolean untrusted);
    }

    private static final long FIRST_KEEPALIVE_MS = 5_000;
    private static final long FIRST_TIMEOUT_MS = 30_000;
    private static final long PROBE_MS = 2_000;
    /** How long a node has to close a link after the client's last message. */
    private static final long LAST_MESSAGE_MS = 2_000;

    private final HostPort node;
    private final Handler handler;
    private final KeepAlive keepAlive;
    private @Nullable Channel channel;
    private boolean closed;
    private boolean untrusted;
    private String reason = "the node closed the connection";

    private LinkClient(HostPort node, TlsConnector connector, Handler handler) {
        this.node = node;
        this.handler = handler;
        this.keepAlive = new KeepAlive(
                connector.loop(),
                () -> send(Envelope.newBuilder()
                        .setPing(Ping.newBuilder().setSentAtNs(System.nanoTime()))
                        .build()),
                () -> abort("nothing came from the node in time"));
    }

    /** Begins to connect. */
    public static LinkClient open(HostPort node, TlsConnector connector, SslContext tls, Handler handler) {
        LinkClient link = new LinkClient(node, connector, handler);
        connector
                .connect(node, tls, channel -> channel.pipeline().addLast(new LinkFrameCodec(), link.new Inbound()))
                .addListener((ChannelFutureListener) future -> link.connected(future.channel(), future.cause()));
        return link;
    }

    private void connected(Channel newChannel, @Nullable Throwable failure) {
        channel = newChannel;
        if (failure != null) {
            reason = "cannot connect to " + node + ": " + failure.getMessage();
            finish();
        } else if (closed) {
            newChannel.close();
        }
    }

    public HostPort node() {
        return node;
    }

    public void send(Envelope message) {
        if (channel != null && !closed) {
            channel.writeAndFlush(message);
        }
    }

    /** From now on as the node asked. */
    public void keepAlive(long intervalMs, long timeoutMs) {
        keepAlive.start(Math.max(100, intervalMs), Math.max(500, timeoutMs));
    }

    /** Media of the node stays away: it answers a ping soon, or it is gone, long before the link's own time is over. */
    public void probe() {
        if (channel != null && !closed) {
            keepAlive.probe(PROBE_MS);
        }
    }

    /**
     * Closes without a callback. Behind a {@code last} message it is the node that closes, when it has read it: a socket
     * that is closed with something unread resets the connection, and takes what it sent last with it.
     */
    public void close(@Nullable Envelope last, Runnable whenClosed) {
        closed = true;
        keepAlive.stop();
        Channel open = channel;
        if (open == null || !open.isActive()) {
            whenClosed.run();
            return;
        }
        open.closeFuture().addListener(f -> whenClosed.run());
        if (last == null) {
            open.close();
            return;
        }
        open.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        var patience = open.eventLoop().schedule(() -> open.close(), LAST_MESSAGE_MS, TimeUnit.MILLISECONDS);
        open.closeFuture().addListener(f -> patience.cancel(false));
    }

    private void abort(String why) {
        reason = why;
        if (channel != null) {
            channel.close();
        }
        finish();
    }

    private void finish() {
        keepAlive.stop();
        if (!closed) {
            closed = true;
            handler.closed(reason, untrusted);
        }
    }

    private final class Inbound extends SimpleChannelInboundHandler<Envelope> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, Envelope message) {
            keepAlive.arrived();
            if (closed) {
                return;
            }
            switch (message.getMessageCase()) {
                case PING ->
                    send(Envelope.newBuilder()
                            .setPong(Pong.newBuilder()
                                    .setSentAtNs(message.getPing().getSentAtNs()))
                            .build());
                case PONG, MESSAGE_NOT_SET -> {
                    // Only a sign of life, or a message of a later version.
                }
                default -> handler.received(message);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                handshake(ctx.channel(), handshake);
            } else {
                ctx.fireUserEventTriggered(event);
            }
        }

        private void handshake(Channel from, SslHandshakeCompletionEvent event) {
            if (event.isSuccess()) {
                channel = from;
                keepAlive.start(FIRST_KEEPALIVE_MS, FIRST_TIMEOUT_MS);
                if (!closed) {
                    handler.opened();
                }
            } else {
                untrusted = isCertificateFault(event.cause());
                reason = "TLS with " + node + " (" + WireProtocol.ALPN_LINK + ") failed: "
                        + event.cause().getMessage();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            finish();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (!untrusted) {
                reason = "link to " + node + " broke: " + cause.getMessage();
            }
            ctx.close();
        }
    }

    private static boolean isCertificateFault(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.security.cert.CertificateException
                    || cause instanceof java.security.cert.CertPathBuilderException) {
                return true;
            }
        }
        return false;
    }
}
