package io.mediascope.media.sdp;

import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.webrtc.DtlsFingerprint;
import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.media.webrtc.LocalPeer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Descriptions for tests: as clients write them, and the node's side. */
final class Sdps {
    static final LocalPeer LOCAL = new LocalPeer(
            new StunCredentials("01abcdef", "node-password/node+password".replace('-', '+')),
            DtlsFingerprint.of("sha-256", new byte[32]),
            List.of(
                    new IceCandidate(false, "192.0.2.1", 5000),
                    new IceCandidate(false, "2001:db8::1", 5000),
                    new IceCandidate(true, "192.0.2.1", 443)));

    /** Takes whatever the client sends as a track that bears its mid. */
    static final SectionPlan PUBLISH =
            section -> new SectionUse.Receive(new TrackKey("alice", "track-" + section.mid()), 1);

    private Sdps() {}

    static String read(String name) {
        try (InputStream in = Objects.requireNonNull(Sdps.class.getResourceAsStream(name + ".sdp"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\n", "\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SessionDescription parse(String name) throws SdpException {
        return SessionDescription.parse(read(name));
    }
}
