package io.mediascope.sdk;

import io.mediascope.sdk.link.HostPort;
import io.mediascope.sdk.link.LinkClient;
import io.mediascope.sdk.link.ResolverClient;
import io.mediascope.sdk.link.TlsConnector;
import io.mediascope.transport.wire.v1.Envelope;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings a link to the right node: token, resolver, TLS, redirects, waits and the retry limit. What is said on the link
 * is the connection's matter. Service thread only.
 */
final class Joiner {
    /** What comes of it. */
    interface Listener {
        /** The link stands: authenticate with this token. */
        void linkOpened(String token);

        void received(Envelope message);

        /** The link to the node that the scope moves to stands: authenticate there as well. */
        void nextOpened(String token);

        /** From the node that the scope moves to, until its link is the one. */
        void nextReceived(Envelope message);

        /** From the node that was left, as long as its link is kept. */
        void beforeReceived(Envelope message);

        /** The link broke after {@link Joiner#joined()}. */
        void linkLost(String reason);

        /** Given up. */
        void failed(ErrorCode code, String text);
    }

    private static final int MAX_REDIRECTS = 5;

    private final ScopeDescriptor descriptor;
    private final EventLoop loop;
    private final TlsConnector connector;
    private final SslContext tls;
    private final Listener listener;
    private final ResolverClient resolver;
    private String token = "";
    private @Nullable HostPort lostNode;
    private @Nullable LinkClient link;
    private @Nullable LinkClient next;
    private @Nullable LinkClient before;
    private @Nullable ScheduledFuture<?> timer;
    private boolean joined;
    private boolean closed;
    private int failures;
    private int redirects;

    Joiner(ScopeDescriptor descriptor, EventLoop loop, TlsConnector connector, SslContext tls, Listener listener) {
        this.descriptor = descriptor;
        this.loop = loop;
        this.connector = connector;
        this.tls = tls;
        this.listener = listener;
        this.resolver = new ResolverClient(descriptor.resolvers(), ThreadLocalRandom.current(), loop);
    }

    @Nullable
    HostPort node() {
        return link == null ? null : link.node();
    }

    void begin() {
        if (closed) {
            return;
        }
        redirects = 0;
        String fresh = freshToken();
        if (fresh == null) {
            return;
        }
        token = fresh;
        String direct = descriptor.directLink();
        if (direct != null) {
            HostPort.parse(direct)
                    .ifPresentOrElse(
                            this::open,
                            () -> giveUp(ErrorCode.LINK_FAILED, "link must be HOST:PORT, not \"" + direct + "\""));
            return;
        }
        resolver.ask(descriptor.applicationId(), descriptor.scopeId(), token, lostNode, new ResolverClient.Answer() {
            @Override
            public void resolved(HostPort node) {
                open(node);
            }

            @Override
            public void failed(int status, String text) {
                unresolved(status, text);
            }
        });
    }

    private void unresolved(int status, String text) {
        ErrorCode named = ResolverRefusal.lasting(status, text);
        if (named != null) {
            giveUp(named, text);
        } else {
            retry(
                    ErrorCode.RESOLVE_FAILED,
                    text,
                    failures + 1 < descriptor.resolvers().size() ? 0 : waitMs());
        }
    }

    private void open(HostPort node) {
        if (closed) {
            return;
        }
        joined = false;
        LinkClient[] own = new LinkClient[1];
        own[0] = LinkClient.open(node, connector, tls, new LinkClient.Handler() {
            @Override
            public void opened() {
                timer(descriptor.requestTimeout().toMillis(), () -> linkFailed("the node did not answer in time"));
                listener.linkOpened(token);
            }

            @Override
            public void received(Envelope message) {
                if (own[0] == before) {
                    listener.beforeReceived(message);
                } else {
                    listener.received(message);
                }
            }

            @Override
            public void closed(String reason, boolean untrusted) {
                if (own[0] == before) {
                    before = null;
                } else if (untrusted) {
                    giveUp(ErrorCode.TLS_UNTRUSTED, reason);
                } else {
                    linkClosed(reason);
                }
            }
        });
        link = own[0];
    }

    /** Opens a second link, while the first one carries on. */
    void move(HostPort target) {
        String fresh = freshToken();
        if (closed || fresh == null) {
            return;
        }
        dropNext();
        LinkClient[] own = new LinkClient[1];
        own[0] = LinkClient.open(target, connector, tls, new LinkClient.Handler() {
            @Override
            public void opened() {
                listener.nextOpened(fresh);
            }

            @Override
            public void received(Envelope message) {
                if (own[0] == next) {
                    listener.nextReceived(message);
                } else if (own[0] == before) {
                    listener.beforeReceived(message);
                } else {
                    listener.received(message);
                }
            }

            @Override
            public void closed(String reason, boolean untrusted) {
                if (own[0] == next) {
                    next = null;
                } else if (own[0] == before) {
                    before = null;
                } else {
                    linkClosed(reason);
                }
            }
        });
        next = own[0];
    }

    @Nullable
    HostPort nextNode() {
        return next == null ? null : next.node();
    }

    void sendNext(Envelope message) {
        if (next != null) {
            next.send(message);
        }
    }

    /** The second link is the one from now on. */
    void adoptNext() {
        dropBefore();
        before = link;
        link = next;
        next = null;
    }

    void dropNext() {
        LinkClient dropped = next;
        next = null;
        close(dropped);
    }

    void dropBefore() {
        LinkClient dropped = before;
        before = null;
        close(dropped);
    }

    private static void close(@Nullable LinkClient dropped) {
        if (dropped != null) {
            dropped.close(null, () -> {});
        }
    }

    @SuppressWarnings("CatchingUnchecked") // the supplier is the application's
    private @Nullable String freshToken() {
        try {
            return descriptor.tokenSupplier().get();
        } catch (Exception e) {
            giveUp(ErrorCode.TOKEN_SUPPLIER_FAILED, "the token supplier threw: " + e);
            return null;
        }
    }

    private void linkFailed(String reason) {
        drop();
        linkClosed(reason);
    }

    private void linkClosed(String reason) {
        if (closed) {
            return;
        }
        cancelTimer();
        LinkClient broken = link;
        link = null;
        if (broken != null) {
            lostNode = broken.node();
        }
        if (joined && broken != null) {
            joined = false;
            listener.linkLost(reason);
        } else {
            retry(ErrorCode.LINK_FAILED, reason, waitMs());
        }
    }

    /** The node accepted the client. */
    void joined(long keepAliveMs, long timeoutMs) {
        joined = true;
        failures = 0;
        redirects = 0;
        cancelTimer();
        if (link != null && keepAliveMs > 0 && timeoutMs > 0) {
            link.keepAlive(keepAliveMs, timeoutMs);
        }
    }

    void redirected(String host, int port) {
        drop();
        HostPort target = HostPort.parse(new HostPort(host, port).toString()).orElse(null);
        if (target == null || ++redirects > MAX_REDIRECTS) {
            retry(ErrorCode.LINK_FAILED, "redirected in circles or to nowhere", waitMs());
        } else {
            cancelTimer();
            open(target);
        }
    }

    /** The node refused for the moment. */
    void refusedForNow(ErrorCode code, String text, long retryAfterMs) {
        drop();
        cancelTimer();
        retry(code, text, Math.max(retryAfterMs, waitMs()));
    }

    /** The link was lost, or the node sent the client away: comes back after a random wait. */
    void reconnect() {
        if (link != null) {
            lostNode = link.node();
        }
        drop();
        cancelTimer();
        later(waitMs());
    }

    /** Again at once, such as without a ticket that was refused. */
    void again() {
        drop();
        cancelTimer();
        later(0);
    }

    private void retry(ErrorCode code, String text, long waitMs) {
        if (closed) {
            return;
        }
        if (++failures >= descriptor.retryLimit()) {
            giveUp(code, text);
        } else {
            later(waitMs);
        }
    }

    private long waitMs() {
        long min = descriptor.reconnectWaitMin().toMillis();
        long max = descriptor.reconnectWaitMax().toMillis();
        return max <= min ? min : ThreadLocalRandom.current().nextLong(min, max + 1);
    }

    private void later(long waitMs) {
        timer(waitMs, this::begin);
    }

    private void timer(long waitMs, Runnable task) {
        cancelTimer();
        timer = loop.schedule(task, waitMs, TimeUnit.MILLISECONDS);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void giveUp(ErrorCode code, String text) {
        if (!closed) {
            listener.failed(code, text);
        }
    }

    private void drop() {
        joined = false;
        dropNext();
        dropBefore();
        if (link != null) {
            link.close(null, () -> {});
            link = null;
        }
    }

    /** The node may be gone without a word. */
    void probe() {
        if (joined && link != null) {
            link.probe();
        }
    }

    void send(Envelope message) {
        if (link != null) {
            link.send(message);
        }
    }

    /** The end; {@code whenClosed} runs when {@code last} has left and the connection is closed. */
    void close(@Nullable Envelope last, Runnable whenClosed) {
        closed = true;
        cancelTimer();
        dropNext();
        dropBefore();
        if (link != null) {
            link.close(last, whenClosed);
            link = null;
        } else {
            whenClosed.run();
        }
    }
}
