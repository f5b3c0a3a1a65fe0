package io.mediascope.media.webrtc;

import io.mediascope.media.routing.StunCredentials;
import java.util.List;

/**
 * What the other side of a peer connection said, and what was agreed with it.
 *
 * @param ice the client's credentials
 * @param fingerprints of the client's certificate: one of them must match
 */
public record PeerDescription(StunCredentials ice, List<DtlsFingerprint> fingerprints, List<WebSection> sections) {
    public PeerDescription {
        fingerprints = List.copyOf(fingerprints);
        sections = List.copyOf(sections);
    }
}
