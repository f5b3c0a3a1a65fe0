package io.mediascope.transport.web;

import io.mediascope.media.model.Transport;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What becomes of a peer connection's packets. Called on the relay's loop; must not block. */
public interface WebMedia {
    /**
     * An RTP packet that passed authentication and replay protection.
     *
     * @param plain the packet begins at 0; valid during the call only
     */
    void rtp(byte[] plain, int length, long nowNs);

    /** A compound RTCP packet, likewise. */
    void rtcp(byte[] plain, int length, long nowNs);

    /** Keys and a path are there: packets may be sent from now on. Once. */
    void connected(long nowNs);

    /**
     * Packets travel differently from now on.
     *
     * @param transport null when no path is left
     * @param detail {@code udp} or {@code ice-tcp}; empty when no path is left
     * @param remote the client's endpoint as seen from here, null without a path
     */
    void pathChanged(@Nullable Transport transport, String detail, @Nullable InetSocketAddress remote);

    /** A path took the place of one that nothing came by any more: what was sent there last may be lost. */
    void resumed(long nowNs);

    /** The connection is over, whoever ended it. Once. */
    void closed();
}
