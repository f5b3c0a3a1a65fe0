package io.mediascope.transport.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.transport.tls.TlsTrust;
import io.mediascope.transport.wire.LinkFrameCodec;
import io.mediascope.transport.wire.WireProtocol;
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
import io.netty.handler.ssl.SslHandler;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client's side of the shared parts: trust, ALPN and codec in a Netty pipeline. */
class NettyClientTest {
    @TempDir
    Path folder;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Envelope> received = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private Channel connect(int port, String host, TlsTrust trust) {
        return new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        trust.toNettySslContext(WireProtocol.ALPN_LINK)
                                                .newHandler(channel.alloc(), host, port),
                                        new LinkFrameCodec(),
                                        new SimpleChannelInboundHandler<Envelope>() {
                                            @Override
                                            protected void channelRead0(ChannelHandlerContext ctx, Envelope message) {
                                                received.add(message);
                                            }

                                            @Override
                                            public void exceptionCaught(ChannelHandlerContext ctx, Throwable e) {
                                                ctx.close();
                                            }
                                        });
                    }
                })
                .connect("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
    }

    @Test
    void shouldExchangeMessagesWithAPinnedNode() {
        try (DoorFixture door = new DoorFixture(folder, DoorFixture.FAST)) {
            Channel channel = connect(door.door.port(), "127.0.0.1", door.trust);
            channel.writeAndFlush(DoorFixture.authRequest());
            await().until(() -> received.size() == 1);
            assertThat(received.get(0).hasAuthResponse()).isTrue();
            assertThat(channel.pipeline().get(SslHandler.class).applicationProtocol())
                    .isEqualTo(WireProtocol.ALPN_LINK);
            channel.close().syncUninterruptibly();
            await().until(() -> door.onlyPeer().closed.equals(List.of(LinkCloseReason.PEER_CLOSED)));
        }
    }

    @Test
    void shouldCheckTheHostNameWithACaFile() {
        try (DoorFixture door = new DoorFixture(folder, DoorFixture.FAST)) {
            TlsTrust ca = TlsTrust.ca(folder.resolve("link-certificate.pem"));
            Channel wrongName = connect(door.door.port(), "example.org", ca);
            await().until(() -> !wrongName.isOpen());
            Channel rightName = connect(door.door.port(), "localhost", ca);
            rightName.writeAndFlush(DoorFixture.authRequest());
            await().until(() -> received.size() == 1);
            rightName.close().syncUninterruptibly();
        }
    }
}
