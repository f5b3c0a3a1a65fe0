package io.mediascope.sdk.link;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Asks the system's resolver for addresses on threads of its own: the question blocks, and the service thread carries
 * media meanwhile.
 */
public final class HostLookup extends AddressResolverGroup<InetSocketAddress> {
    /** One for all connections: it holds nothing of any of them. */
    public static final HostLookup SHARED = new HostLookup();

    private static final int THREADS = 4;
    private static final int WAITING = 1_000;

    private final Executor threads;

    private HostLookup() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                5,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                new DefaultThreadFactory("mediascope-sdk-lookup", true));
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Names(executor).asAddressResolver();
    }

    private final class Names extends InetNameResolver {
        private final EventExecutor executor;

        Names(EventExecutor executor) {
            super(executor);
            this.executor = executor;
        }

        @Override
        protected void doResolve(String host, Promise<InetAddress> promise) {
            ask(host, promise, () -> InetAddress.getByName(host));
        }

        @Override
        protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
            ask(host, promise, () -> Arrays.asList(InetAddress.getAllByName(host)));
        }

        private <T> void ask(String host, Promise<T> promise, Question<T> question) {
            if (NetUtil.createByteArrayFromIpAddressString(host) != null) {
                answer(promise, question);
                return;
            }
            try {
                threads.execute(() -> answer(promise, question));
            } catch (RejectedExecutionException e) {
                promise.tryFailure(e);
            }
        }

        private <T> void answer(Promise<T> promise, Question<T> question) {
            try {
                T addresses = question.ask();
                if (!executor.isShuttingDown()) {
                    promise.trySuccess(addresses);
                }
            } catch (UnknownHostException e) {
                if (!executor.isShuttingDown()) {
                    promise.tryFailure(e);
                }
            }
        }
    }

    private interface Question<T> {
        T ask() throws UnknownHostException;
    }
}
