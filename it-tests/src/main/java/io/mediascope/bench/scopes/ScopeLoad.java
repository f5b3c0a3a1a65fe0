package io.mediascope.bench.scopes;

import io.mediascope.bench.measure.JoinSigner;
import io.mediascope.bench.measure.Times;
import io.mediascope.bench.scopes.PlainLink.Redirected;
import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.AuthRequest;
import io.mediascope.transport.wire.v1.ClientKind;
import io.mediascope.transport.wire.v1.SubscriptionRequest;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Everybody of some scopes: they ask where, join, stay, and leave. The people of one scope come one after the other. */
final class ScopeLoad implements AutoCloseable {
    /** Of each scope. */
    static final List<String> USERS = List.of("ann", "bob");

    private static final int ATTEMPTS = 10;
    private static final long PATIENCE_SECONDS = 30;
    private static final long LEAVE_SECONDS = 300;
    private static final Executor LATER = CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Bootstrap loop = new Bootstrap().group(group).channel(EpollSocketChannel.class);
    private final LoadOrder order;
    private final JoinSigner tokens;
    private final Resolving resolving;
    private final Times joins = new Times();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger redirects = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final Queue<PlainLink> links = new ConcurrentLinkedQueue<>();

    ScopeLoad(LoadOrder order) {
        this.order = order;
        this.tokens = new JoinSigner(order.applicationId(), order.keyId(), order.secret());
        this.resolving = new Resolving(tokens, List.copyOf(order.httpOfLink().values()));
    }

    /** Returns when everybody is in. */
    LoadOrder.Joined join() throws InterruptedException {
        Semaphore room = new Semaphore(order.inFlight());
        for (int i = order.from(); i < order.to(); i++) {
            room.acquire();
            scope(order.prefix() + "-" + i).whenComplete((done, failure) -> room.release());
        }
        room.acquire(order.inFlight());
        return new LoadOrder.Joined(
                links.size(), failures.get(), redirects.get(), resolving.times().allUs(), joins.allUs());
    }

    private CompletableFuture<Void> scope(String scope) {
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (String user : USERS) {
            all = all.thenCompose(earlier -> join(scope, user));
        }
        return all;
    }

    private CompletableFuture<Void> join(String scope, String user) {
        String token = tokens.token(scope, user);
        AuthRequest request = AuthRequest.newBuilder()
                .setProtocolVersion(WireProtocol.VERSION)
                .setApplicationId(tokens.applicationId())
                .setScopeId(scope)
                .setToken(token)
                .setClientKind(ClientKind.CLIENT_KIND_NATIVE)
                .setClientVersion("load")
                .setJoinId(UUID.randomUUID().toString())
                .setSubscription(SubscriptionRequest.newBuilder().setMode(SubscriptionRequest.Mode.MODE_ALL))
                .build();
        long beganNs = System.nanoTime();
        return attempt(scope, request, 1).thenAccept(link -> {
            joins.addSince(beganNs);
            links.add(link);
        });
    }

    private CompletableFuture<PlainLink> attempt(String scope, AuthRequest request, int number) {
        return resolving
                .ask(scope, request.getToken())
                .thenCompose(node -> open(node.port(), request))
                .exceptionallyCompose(failure -> failure.getCause() instanceof Redirected to
                        ? redirected(to, request)
                        : CompletableFuture.failedFuture(failure))
                .exceptionallyCompose(failure -> again(scope, request, number, failure));
    }

    private CompletableFuture<PlainLink> open(int linkPort, AuthRequest request) {
        int httpPort = Objects.requireNonNull(order.httpOfLink().get(linkPort), "a known node");
        return PlainLink.open(loop, httpPort, request, lost::incrementAndGet)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private CompletableFuture<PlainLink> redirected(Redirected to, AuthRequest request) {
        redirects.incrementAndGet();
        return open(to.linkPort(), request);
    }

    private CompletableFuture<PlainLink> again(String scope, AuthRequest request, int number, Throwable failure) {
        if (failures.getAndIncrement() == 0) {
            // One says what is the matter; the others are counted.
            System.err.println("first failed attempt: " + scope + ": " + failure);
        }
        return number == ATTEMPTS
                ? CompletableFuture.failedFuture(failure)
                : CompletableFuture.supplyAsync(() -> number + 1, LATER)
                        .thenCompose(next -> attempt(scope, request, next));
    }

    /** Returns when every link is closed. */
    LoadOrder.Left leave() {
        CompletableFuture.allOf(links.stream().map(PlainLink::leave).toArray(CompletableFuture[]::new))
                .orTimeout(LEAVE_SECONDS, TimeUnit.SECONDS)
                .join();
        return new LoadOrder.Left(lost.get());
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
