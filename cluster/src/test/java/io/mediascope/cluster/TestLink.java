package io.mediascope.cluster;

import io.mediascope.transport.tls.TlsTrust;
import io.mediascope.transport.wire.LinkFrameCodec;
import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.AuthRequest;
import io.mediascope.transport.wire.v1.ClientKind;
import io.mediascope.transport.wire.v1.Envelope;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A management link as bare as can be: TLS, the frame codec, and a queue of what arrived. */
final class TestLink implements AutoCloseable {
    private static final EventLoopGroup LOOP = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    private final BlockingQueue<Envelope> received = new LinkedBlockingQueue<>();
    private final Channel channel;

    private TestLink(MediascopeNode node) {
        SslContext tls = TlsTrust.pinned(node.certificateFingerprint()).toNettySslContext(WireProtocol.ALPN_LINK);
        channel = new Bootstrap()
                .group(LOOP)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel ch) {
                        ch.pipeline()
                                .addLast(tls.newHandler(ch.alloc(), "127.0.0.1", node.linkPort()))
                                .addLast(new LinkFrameCodec())
                                .addLast(new Collector());
                    }
                })
                .connect("127.0.0.1", node.linkPort())
                .syncUninterruptibly()
                .channel();
    }

    static TestLink open(MediascopeNode node) {
        return new TestLink(node);
    }

    /** Opens and sends the AuthRequest. */
    static TestLink join(MediascopeNode node, String applicationId, String scopeId, String token) {
        TestLink link = open(node);
        link.send(auth(applicationId, scopeId, token));
        return link;
    }

    static Envelope auth(String applicationId, String scopeId, String token) {
        return Envelope.newBuilder()
                .setRequestId(7)
                .setAuthRequest(AuthRequest.newBuilder()
                        .setProtocolVersion(WireProtocol.VERSION)
                        .setApplicationId(applicationId)
                        .setScopeId(scopeId)
                        .setToken(token)
                        .setClientKind(ClientKind.CLIENT_KIND_NATIVE)
                        .setClientVersion("test")
                        .setJoinId(UUID.randomUUID().toString()))
                .build();
    }

    void send(Envelope message) {
        channel.writeAndFlush(message).syncUninterruptibly();
    }

    /** The next message that fits, others skipped. */
    Envelope await(Predicate<Envelope> wanted) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        try {
            for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
                Envelope message = received.poll(left, TimeUnit.NANOSECONDS);
                if (message != null && wanted.test(message)) {
                    return message;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("the message did not come within 20 s");
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }

    private final class Collector extends SimpleChannelInboundHandler<Envelope> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, Envelope message) {
            received.add(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
