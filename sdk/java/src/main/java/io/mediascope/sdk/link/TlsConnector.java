package io.mediascope.sdk.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.function.Consumer;

/** Opens TCP connections with TLS on the service thread. */
public final class TlsConnector {
    private static final int CONNECT_TIMEOUT_MS = 4_000;

    private final EventLoop loop;
    private final boolean epoll;

    public TlsConnector(EventLoop loop, boolean epoll) {
        this.loop = loop;
        this.epoll = epoll;
    }

    EventLoop loop() {
        return loop;
    }

    /** Connects; {@code pipeline} adds what comes behind the TLS handler. */
    ChannelFuture connect(HostPort node, SslContext tls, Consumer<Channel> pipeline) {
        return new Bootstrap()
                .group(loop)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .resolver(HostLookup.SHARED)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        SslHandler handler = tls.newHandler(channel.alloc(), node.host(), node.port());
                        // A process that hangs still gets connections: its system takes them.
                        handler.setHandshakeTimeoutMillis(CONNECT_TIMEOUT_MS);
                        channel.pipeline().addLast(handler);
                        pipeline.accept(channel);
                    }
                })
                .connect(node.host(), node.port());
    }
}
