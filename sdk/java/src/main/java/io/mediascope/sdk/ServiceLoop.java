package io.mediascope.sdk;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * One service thread. A connection makes its own unless the descriptor names one; hundreds of connections may share
 * one. All callbacks of its connections come on it, so a callback must return soon.
 */
public final class ServiceLoop implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final boolean epoll;

    private ServiceLoop(String name, boolean epoll) {
        this.epoll = epoll;
        DefaultThreadFactory threads = new DefaultThreadFactory(name, true);
        this.group = new MultiThreadIoEventLoopGroup(
                1, threads, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        this.loop = group.next();
    }

    /** A new thread: epoll on Linux, Java's selector elsewhere. */
    public static ServiceLoop create() {
        return new ServiceLoop("mediascope-sdk", Epoll.isAvailable());
    }

    /** A new thread on Java's selector, wherever it runs. */
    static ServiceLoop createPortable() {
        return new ServiceLoop("mediascope-sdk", false);
    }

    /** Runs a task on the service thread; from any thread. */
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** True on the service thread. */
    public boolean inLoop() {
        return loop.inEventLoop();
    }

    EventLoop eventLoop() {
        return loop;
    }

    boolean epoll() {
        return epoll;
    }

    /** Ends the thread; its connections should be disconnected before. Does not wait. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    }
}
