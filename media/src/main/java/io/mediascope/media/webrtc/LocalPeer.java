package io.mediascope.media.webrtc;

import io.mediascope.media.routing.StunCredentials;
import java.util.List;

/**
 * The node's side of a peer connection, for its SDP: ICE lite (RFC 8445 section 2.5), always the DTLS server.
 *
 * @param ice the ufrag begins with the loop's index as two hexadecimal digits
 * @param candidates best first
 */
public record LocalPeer(StunCredentials ice, DtlsFingerprint fingerprint, List<IceCandidate> candidates) {
    public LocalPeer {
        candidates = List.copyOf(candidates);
    }
}
