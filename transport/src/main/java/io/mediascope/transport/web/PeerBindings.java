package io.mediascope.transport.web;

import io.mediascope.media.stun.StunMessage;
import io.mediascope.media.stun.StunWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Answers the Bindings of peers as a lite agent (RFC 8445 section 7.3): it never checks itself and is always controlled. Who
 * does not know our password gets no answer.
 */
final class PeerBindings {
    private static final int UNKNOWN_ATTRIBUTE = 420;
    private static final int ROLE_CONFLICT = 487;

    private final WebCounters counters;
    private final PeerTable table;
    private final StunMessage tcpRequest = new StunMessage();
    private final StunWriter writer = new StunWriter();
    private final byte[] out = new byte[StunMessage.MAX_LENGTH];

    PeerBindings(WebCounters counters, PeerTable table) {
        this.counters = counters;
        this.table = table;
    }

    /** A request is of this connection, by these credentials. */
    private record Known(PeerConnection connection, PeerIce.Credentials credentials) {}

    void overUdp(StunMessage request, String username, PeerSocket socket, InetSocketAddress sender, long nowNs) {
        Known known = authenticate(request, username, sender);
        if (known == null) {
            return;
        }
        UdpPeerPath path = table.claim(known.connection(), socket, sender, nowNs);
        if (path == null) {
            counters.increment(WebCounter.ADDRESS_HELD);
        } else {
            answer(request, known, path, nowNs);
        }
    }

    void overTcp(byte[] packet, int length, TcpPeerPath path, long nowNs) {
        String username = tcpRequest.parse(packet, 0, length) && tcpRequest.type() == StunMessage.BINDING_REQUEST
                ? tcpRequest.username()
                : null;
        Known known = username == null ? null : authenticate(tcpRequest, username, path.remote());
        if (known != null && path.claim(known.connection())) {
            answer(tcpRequest, known, path, nowNs);
        } else if (path.owner() == null) {
            counters.increment(WebCounter.TCP_UNPROVED);
            path.close();
        }
    }

    private @Nullable Known authenticate(StunMessage request, String username, InetSocketAddress sender) {
        int colon = username.indexOf(':');
        String ufrag = colon < 0 ? username : username.substring(0, colon);
        PeerConnection connection = table.byUfrag(ufrag);
        PeerIce.Credentials credentials =
                connection == null ? null : connection.ice().credentials(ufrag);
        if (connection == null || credentials == null) {
            counters.increment(WebCounter.BINDING_UNKNOWN_USER);
        } else if (!request.hasFingerprint()) {
            counters.increment(WebCounter.BINDING_NO_FINGERPRINT);
        } else if (!request.verifyIntegrity(credentials.integrity())) {
            counters.increment(WebCounter.BINDING_BAD_INTEGRITY);
        } else if (!connection.ice().admits(request.transactionIdLow(), sender)) {
            counters.increment(WebCounter.BINDING_REPLAYED);
        } else {
            return new Known(connection, credentials);
        }
        return null;
    }

    private void answer(StunMessage request, Known known, PeerPath path, long nowNs) {
        if (request.unknownRequired() >= 0) {
            writer.bindingError(out, 0, request, UNKNOWN_ATTRIBUTE, "Unknown Attribute");
            refuse(known, path);
        } else if (request.iceControlled()) {
            // Section 7.3.1.1: the other side must control, since a lite agent cannot.
            writer.bindingError(out, 0, request, ROLE_CONFLICT, "Role Conflict");
            refuse(known, path);
        } else {
            counters.increment(WebCounter.BINDINGS_IN);
            writer.bindingSuccess(out, 0, request).xorMappedAddress(path.remote());
            reply(known, path);
            known.connection().bound(path, known.credentials(), request.useCandidate(), nowNs);
        }
    }

    private void refuse(Known known, PeerPath path) {
        counters.increment(WebCounter.BINDING_REFUSED);
        reply(known, path);
    }

    private void reply(Known known, PeerPath path) {
        writer.integrity(known.credentials().integrity()).fingerprint();
        int length = writer.length();
        ByteBuf reply = PooledByteBufAllocator.DEFAULT.directBuffer(2 + length);
        if (path.tcp()) {
            reply.writeShort(length);
        }
        reply.writeBytes(out, 0, length);
        path.send(reply, length, 1);
    }
}
