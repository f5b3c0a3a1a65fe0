package io.mediascope.cluster.web;

import io.mediascope.cluster.metrics.NodeCounters;
import io.mediascope.media.sdp.CodecPolicy;
import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.transport.relay.RelayHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What WebRTC sessions need of their node.
 *
 * @param relays the relays of this node, from any thread
 * @param tcpCandidates the front door, for clients whose UDP is blocked
 * @param codecs what may be published and received, preferred first
 * @param resumeWindow how long a session waits for a new link
 * @param random cryptographically strong
 */
public record WebPorts(
        Function<ScopeKey, Optional<RelayHandle>> relays,
        List<IceCandidate> tcpCandidates,
        CodecPolicy codecs,
        Duration resumeWindow,
        NodeCounters counters,
        LongSupplier nanoTime,
        RandomGenerator random) {
    public WebPorts {
        tcpCandidates = List.copyOf(tcpCandidates);
    }

    /** The node's side with the front door behind the candidates for UDP. */
    LocalPeer withTcp(LocalPeer local) {
        List<IceCandidate> all = new ArrayList<>(local.candidates());
        all.addAll(tcpCandidates);
        return local.withCandidates(all);
    }

    /** An SSRC, never 0. */
    int ssrc() {
        int ssrc = random.nextInt();
        return ssrc == 0 ? 1 : ssrc;
    }

    /** The session id of an {@code o=} line (RFC 9429 section 5.2.1): 62 bits, positive. */
    long sdpSession() {
        return 1 + random.nextLong(Long.MAX_VALUE >> 1);
    }
}
