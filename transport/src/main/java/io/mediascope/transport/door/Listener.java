package io.mediascope.transport.door;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;

/** Opens listening sockets; what they accept is kept in one group, to be closed with the front door. */
final class Listener {
    private static final int BACKLOG = 4_096;

    private final EventLoopGroup group;
    private final ChannelGroup connections;

    Listener(EventLoopGroup group, ChannelGroup connections) {
        this.group = group;
        this.connections = connections;
    }

    /**
     * @param name of the port, for a person
     * @throws FrontDoorException when the port cannot be had
     */
    Channel listen(InetSocketAddress where, String name, ChannelHandler accepted) {
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .handler(new ConnectionTracker())
                .childHandler(accepted)
                .bind(where)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw refused(name, where, bound.cause());
        }
        return bound.channel();
    }

    private static FrontDoorException refused(String name, InetSocketAddress at, Throwable cause) {
        String where = "TCP port " + at.getPort() + " on " + at.getHostString();
        String text = String.valueOf(cause.getMessage()).contains("in use")
                ? "the " + name + " port is taken: " + where
                        + " is in use by another program; choose another port, or 0 for any free one"
                : "the " + name + " port cannot be opened: " + where + ": " + cause.getMessage();
        return new FrontDoorException(text, cause);
    }

    /** Keeps every accepted connection for closing, whatever state it is in. */
    private final class ConnectionTracker extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object accepted) {
            connections.add((Channel) accepted);
            ctx.fireChannelRead(accepted);
        }
    }
}
