package io.mediascope.media.webrtc;

import io.mediascope.media.routing.StunCredentials;
import java.util.List;

/**
 * The node's side of a peer connection, for its SDP: ICE lite (RFC 8445 section 2.5), always the DTLS server.
 *
 * @param ice the ufrag begins with the loop's index as two hexadecimal digits
 * @param candidates best first
 * @param restarts how often ICE was restarted on this connection
 */
public record LocalPeer(StunCredentials ice, DtlsFingerprint fingerprint, List<IceCandidate> candidates, int restarts) {
    public LocalPeer {
        candidates = List.copyOf(candidates);
    }

    /** Of a new connection. */
    public LocalPeer(StunCredentials ice, DtlsFingerprint fingerprint, List<IceCandidate> candidates) {
        this(ice, fingerprint, candidates, 0);
    }

    public LocalPeer withCandidates(List<IceCandidate> others) {
        return new LocalPeer(ice, fingerprint, others, restarts);
    }

    /** After one more restart of ICE. */
    public LocalPeer restarted(StunCredentials fresh, List<IceCandidate> now) {
        return new LocalPeer(fresh, fingerprint, now, restarts + 1);
    }
}
