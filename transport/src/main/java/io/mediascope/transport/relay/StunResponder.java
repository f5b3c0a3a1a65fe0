package io.mediascope.transport.relay;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.media.stun.StunMessage;
import io.mediascope.media.stun.StunWriter;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.relay.counters.RelayCounters;
import io.mediascope.transport.relay.udp.SocketKind;
import io.mediascope.transport.relay.udp.UdpSocket;
import io.mediascope.transport.web.WebPeers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Answers STUN Bindings (RFC 8489). One with a participant's credentials and a sequence never seen before proves its path;
 * on multiplexed sockets one without credentials is answered at a limited rate and changes nothing, and one with the user
 * name of a WebRTC peer is that peer's.
 */
final class StunResponder {
    private static final int ERROR_UNKNOWN_ATTRIBUTE = 420;

    private final RelayCounters counters;
    private final PathTable paths;
    private final TokenBucket openBindings;
    private final WebPeers webPeers;
    private final StunMessage message = new StunMessage();
    private final StunWriter writer = new StunWriter();
    private final byte[] out = new byte[StunMessage.MAX_LENGTH];

    StunResponder(RelayCounters counters, PathTable paths, TokenBucket openBindings, WebPeers webPeers) {
        this.counters = counters;
        this.paths = paths;
        this.openBindings = openBindings;
        this.webPeers = webPeers;
    }

    void received(UdpSocket socket, byte[] packet, int length, InetSocketAddress sender, long nowNs) {
        if (!StunMessage.isStun(packet, 0, length)
                || !message.parse(packet, 0, length)
                || message.type() != StunMessage.BINDING_REQUEST) {
            counters.increment(RelayCounter.STUN_MALFORMED);
        } else if (message.hasUsername()) {
            named(String.valueOf(message.username()), socket, sender, nowNs);
        } else {
            open(socket, sender, nowNs);
        }
    }

    private void named(String username, UdpSocket socket, InetSocketAddress sender, long nowNs) {
        if (socket.kind() == SocketKind.MUX && WebPeers.isPeerName(username)) {
            webPeers.binding(message, username, socket, sender, nowNs);
        } else {
            authenticated(username, socket, sender, nowNs);
        }
    }

    private void authenticated(String ufrag, UdpSocket socket, InetSocketAddress sender, long nowNs) {
        Participant participant = paths.byUfrag(ufrag);
        if (participant == null) {
            counters.increment(RelayCounter.STUN_UNKNOWN_USER);
        } else if (!message.verifyIntegrity(participant.integrity())) {
            counters.increment(RelayCounter.STUN_BAD_INTEGRITY);
        } else if (!message.hasSequence() || !participant.path(socket.kind()).advance(message.sequence())) {
            counters.increment(RelayCounter.STUN_REPLAYED);
        } else if (message.unknownRequired() >= 0) {
            writer.bindingError(out, 0, message, ERROR_UNKNOWN_ATTRIBUTE, "Unknown Attribute");
            reply(socket, sender, participant);
        } else {
            counters.increment(RelayCounter.STUN_IN);
            writer.bindingSuccess(out, 0, message).xorMappedAddress(sender);
            reply(socket, sender, participant);
            prove(participant, socket, sender, nowNs);
        }
    }

    private void prove(Participant participant, UdpSocket socket, InetSocketAddress sender, long nowNs) {
        boolean moved = participant.prove(socket, sender, nowNs);
        if (moved) {
            counters.increment(RelayCounter.PATH_CHANGES);
        }
        if (socket.kind() == SocketKind.MUX) {
            if (moved) {
                participant.relay().listener().muxPathProved(participant.sessionId(), sender);
            }
            return;
        }
        Outlet outlet = participant.outlet(socket.kind() == SocketKind.AUDIO ? MediaType.AUDIO : MediaType.VIDEO);
        boolean wasUdp = outlet.transport() == Transport.UDP_RELAY;
        boolean selected = message.useCandidate() && outlet.advance(message.sequence());
        if (selected && !wasUdp) {
            participant.select(outlet, Transport.UDP_RELAY);
        } else if (wasUdp && moved) {
            participant.reportTransport(outlet);
        }
    }

    private void open(UdpSocket socket, InetSocketAddress sender, long nowNs) {
        if (socket.kind() != SocketKind.MUX || message.unknownRequired() >= 0) {
            counters.increment(RelayCounter.STUN_MALFORMED);
        } else if (!openBindings.take(nowNs)) {
            counters.increment(RelayCounter.STUN_RATE_LIMITED);
        } else {
            counters.increment(RelayCounter.STUN_OPEN_IN);
            writer.bindingSuccess(out, 0, message).xorMappedAddress(sender);
            reply(socket, sender, null);
        }
    }

    private void reply(UdpSocket socket, InetSocketAddress sender, @Nullable Participant participant) {
        if (participant != null) {
            writer.integrity(participant.integrity());
        }
        writer.fingerprint();
        ByteBuf reply = PooledByteBufAllocator.DEFAULT.directBuffer(writer.length());
        reply.writeBytes(out, 0, writer.length());
        socket.send(reply, sender);
    }
}
