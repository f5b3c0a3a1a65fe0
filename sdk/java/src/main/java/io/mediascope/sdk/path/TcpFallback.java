package io.mediascope.sdk.path;

import io.mediascope.media.model.MediaType;
import io.mediascope.sdk.link.HostPort;
import io.mediascope.sdk.link.MediaLink;
import io.mediascope.sdk.link.TlsConnector;
import io.netty.buffer.ByteBuf;
import io.netty.handler.ssl.SslContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The media connection to the node: opened when UDP does not carry, closed some time after it does again. Each connection needs a
 * ticket of its own. Service thread only.
 */
final class TcpFallback {
    /** What it tells and asks. */
    interface Listener {
        /** Packets may be sent. */
        void accepted();

        /** Takes ownership. */
        void packet(MediaType type, ByteBuf packet);

        /** It is over; another one follows when it is needed. */
        void closed();

        void ticketWanted(Consumer<byte[]> ticket);
    }

    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final long RETRY_NS = 1_000_000_000L;
    private static final long LINGER_NS = 10_000_000_000L;

    private final TlsConnector connector;
    private final SslContext tls;
    private final Listener listener;
    private @Nullable HostPort node;
    private @Nullable MediaLink link;
    private byte @Nullable [] firstTicket;
    private boolean ticketAsked;
    private int starts;
    private long triedNs = NEVER;
    private long neededNs = NEVER;

    TcpFallback(TlsConnector connector, SslContext tls, Listener listener) {
        this.connector = connector;
        this.tls = tls;
        this.listener = listener;
    }

    /** Begins anew towards a node; {@code ticket} may be empty. */
    void start(HostPort to, byte[] ticket) {
        close();
        node = to;
        starts++;
        firstTicket = ticket.length > 0 ? ticket : null;
        ticketAsked = false;
        triedNs = NEVER;
    }

    void turn(boolean needed, long nowNs) {
        if (needed) {
            neededNs = nowNs;
            open(nowNs);
        } else if (link != null && nowNs - neededNs >= LINGER_NS) {
            close();
        }
    }

    private void open(long nowNs) {
        HostPort to = node;
        if (link != null || to == null || nowNs - triedNs < RETRY_NS) {
            return;
        }
        triedNs = nowNs;
        byte[] ticket = firstTicket;
        if (ticket != null) {
            firstTicket = null;
            connect(to, ticket);
        } else if (!ticketAsked) {
            ticketAsked = true;
            int asked = starts;
            listener.ticketWanted(fresh -> {
                ticketAsked = false;
                if (link == null && asked == starts) {
                    connect(to, fresh);
                }
            });
        }
    }

    /** The last request for a ticket came to nothing. */
    void ticketFailed() {
        ticketAsked = false;
    }

    private void connect(HostPort to, byte[] ticket) {
        link = MediaLink.open(to, ticket, connector, tls, new MediaLink.Handler() {
            @Override
            public void accepted() {
                listener.accepted();
            }

            @Override
            public void packet(MediaType type, ByteBuf packet) {
                listener.packet(type, packet);
            }

            @Override
            public void closed(String reason, boolean refused) {
                link = null;
                listener.closed();
            }
        });
    }

    boolean isAccepted() {
        return link != null && link.isAccepted();
    }

    /** True while it does not take what was given to it. */
    boolean behind() {
        return link != null && link.behind();
    }

    /** Media of this type comes by this connection from now on. */
    void select(MediaType type, long sequence) {
        if (link != null) {
            link.select(type, sequence);
        }
    }

    /** {@code packets} keeps its owner. */
    void send(MediaType type, ByteBuf packets, PacketBatch batch) {
        MediaLink to = link;
        if (to != null) {
            batch.forEach(packets, packet -> to.send(type, packet));
            to.flush();
        }
    }

    void close() {
        if (link != null) {
            link.close();
            link = null;
        }
    }
}
