package io.mediascope.bench.scopes;

import com.google.protobuf.InvalidProtocolBufferException;
import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.AuthRequest;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.Goodbye;
import io.mediascope.transport.wire.v1.Ping;
import io.mediascope.transport.wire.v1.Pong;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A management link over a node's plain HTTP port (RFC 6455): one Envelope in each binary message, no TLS. It joins, keeps itself alive as
 * any client does, and stays. On its loop; {@link #leave} from any thread.
 */
final class PlainLink extends SimpleChannelInboundHandler<BinaryWebSocketFrame> {
    private static final int HANDSHAKE_MAX_BYTES = 8192;
    private static final int FRAME_MAX_BYTES = WireProtocol.MAX_ENVELOPE_BYTES;

    private final CompletableFuture<PlainLink> welcomed = new CompletableFuture<>();
    private final AuthRequest request;
    private final Runnable lost;
    private @Nullable Channel channel;
    private volatile boolean leaving;

    /** The scope is at another node. */
    static final class Redirected extends Exception {
        private static final long serialVersionUID = 1;

        private final int linkPort;

        Redirected(int linkPort) {
            super("sent to " + linkPort);
            this.linkPort = linkPort;
        }

        int linkPort() {
            return linkPort;
        }
    }

    private PlainLink(AuthRequest request, Runnable lost) {
        this.request = request;
        this.lost = lost;
    }

    /**
     * Done with the Welcome, failed by anything else.
     *
     * @param loop with its group and the class of its channels
     * @param lost told when a link ends that was welcomed and has not left
     */
    static CompletableFuture<PlainLink> open(Bootstrap loop, int httpPort, AuthRequest request, Runnable lost) {
        PlainLink link = new PlainLink(request, lost);
        loop.clone()
                .handler(new Pipeline(link, httpPort))
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort))
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        link.welcomed.completeExceptionally(connected.cause());
                    }
                });
        return link.welcomed;
    }

    private static final class Pipeline extends ChannelInitializer<Channel> {
        private final PlainLink link;
        private final URI uri;

        Pipeline(PlainLink link, int httpPort) {
            this.link = link;
            this.uri = URI.create("ws://127.0.0.1:" + httpPort + "/link");
        }

        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline()
                    .addLast(new HttpClientCodec())
                    .addLast(new HttpObjectAggregator(HANDSHAKE_MAX_BYTES))
                    .addLast(new WebSocketClientProtocolHandler(WebSocketClientHandshakerFactory.newHandshaker(
                            uri,
                            WebSocketVersion.V13,
                            "mediascope.1",
                            false,
                            new DefaultHttpHeaders(),
                            FRAME_MAX_BYTES)))
                    .addLast(link);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            channel = ctx.channel();
            send(ctx.channel(), Envelope.newBuilder().setRequestId(1).setAuthRequest(request));
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, BinaryWebSocketFrame frame)
            throws InvalidProtocolBufferException {
        Envelope message = Envelope.parseFrom(ByteBufUtil.getBytes(frame.content()));
        switch (message.getMessageCase()) {
            case AUTH_RESPONSE -> welcomed(ctx.channel(), message.getAuthResponse());
            case PING ->
                send(
                        ctx.channel(),
                        Envelope.newBuilder()
                                .setPong(Pong.newBuilder()
                                        .setSentAtNs(message.getPing().getSentAtNs())));
            case REFUSAL ->
                failed(
                        ctx.channel(),
                        new IllegalStateException(message.getRefusal().getReason() + " "
                                + message.getRefusal().getText()));
            case REDIRECT ->
                failed(ctx.channel(), new Redirected(message.getRedirect().getPort()));
            default -> {}
        }
    }

    private void welcomed(Channel to, AuthResponse welcome) {
        long intervalMs = welcome.getKeepaliveIntervalMs();
        var pings = to.eventLoop()
                .scheduleAtFixedRate(
                        () -> send(
                                to,
                                Envelope.newBuilder().setPing(Ping.newBuilder().setSentAtNs(System.nanoTime()))),
                        intervalMs,
                        intervalMs,
                        TimeUnit.MILLISECONDS);
        to.closeFuture().addListener(closed -> pings.cancel(false));
        welcomed.complete(this);
    }

    private void failed(Channel from, Exception failure) {
        welcomed.completeExceptionally(failure);
        from.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        welcomed.completeExceptionally(new IllegalStateException("closed"));
        if (!welcomed.isCompletedExceptionally() && !leaving) {
            lost.run();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        welcomed.completeExceptionally(cause);
        ctx.close();
    }

    /** Says goodbye; done when the link is closed. */
    CompletableFuture<Void> leave() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        leaving = true;
        Channel open = channel;
        if (open == null) {
            return CompletableFuture.completedFuture(null);
        }
        open.closeFuture().addListener(done -> closed.complete(null));
        send(open, Envelope.newBuilder().setGoodbye(Goodbye.newBuilder().setReason("done")));
        open.writeAndFlush(new CloseWebSocketFrame());
        return closed;
    }

    private static void send(Channel to, Envelope.Builder message) {
        to.writeAndFlush(
                new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message.build().toByteArray())));
    }
}
