package io.mediascope.load.light;

import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.sdp.MediaSection;
import io.mediascope.media.sdp.SdpException;
import io.mediascope.media.sdp.SessionDescription;
import io.mediascope.media.webrtc.DtlsFingerprint;
import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.media.webrtc.PeerDescription;
import java.util.ArrayList;
import java.util.List;

/** A browser's SDP, as short as it can be: Opus on payload type 111, VP8 on 96 with retransmissions on 97. */
public final class WebSdp {
    public static final int OPUS = 111;
    public static final int VP8 = 96;
    private static final String HEAD = "v=0\r\no=- %d 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";

    private WebSdp() {}

    /** Offers audio on mid 0 and video on mid 1. */
    public static String offer(long session, PeerDescription self, String direction, String videoCodec) {
        return HEAD.formatted(session) + "a=group:BUNDLE 0 1\r\n"
                + section(self, "0", "audio 9 UDP/TLS/RTP/SAVPF " + OPUS, direction, "actpass")
                + "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n"
                + section(self, "1", "video 9 UDP/TLS/RTP/SAVPF 96 97", direction, "actpass")
                + "a=rtpmap:96 " + videoCodec + "/90000\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\n"
                + "a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n";
    }

    /** Offers one video on mid 0, sent under this SSRC, by a DTLS client: what answers such an offer may otherwise be client itself. */
    public static String video(long session, PeerDescription self, int ssrc) {
        return HEAD.formatted(session) + "a=group:BUNDLE 0\r\n"
                + section(self, "0", "video 9 UDP/TLS/RTP/SAVPF " + VP8, "sendonly", "active")
                + "a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\n"
                + "a=ssrc:" + Integer.toUnsignedString(ssrc) + " cname:light\r\n";
    }

    /** Takes everything of an offer of the node. */
    public static String answer(String offer, PeerDescription self) {
        SessionDescription parsed = parse(offer);
        StringBuilder out = new StringBuilder(HEAD.formatted(7));
        List<String> mids = parsed.sections().stream().map(MediaSection::mid).toList();
        out.append("a=group:BUNDLE ").append(String.join(" ", mids)).append("\r\n");
        for (MediaSection section : parsed.sections()) {
            String media = section.media() + " 9 " + section.protocol() + " " + String.join(" ", section.formats());
            String direction = section.direction().sends() ? "recvonly" : "inactive";
            out.append(section(self, section.mid(), media, direction, "active"));
            for (var attribute : section.attributes()) {
                if (List.of("rtpmap", "fmtp", "rtcp-fb", "extmap").contains(attribute.name())) {
                    out.append("a=")
                            .append(attribute.name())
                            .append(':')
                            .append(attribute.value())
                            .append("\r\n");
                }
            }
        }
        return out.toString();
    }

    private static String section(PeerDescription self, String mid, String media, String direction, String setup) {
        DtlsFingerprint fingerprint = self.fingerprints().get(0);
        return "m=" + media + "\r\nc=IN IP4 0.0.0.0\r\na=mid:" + mid + "\r\na=" + direction + "\r\na=rtcp-mux\r\n"
                + "a=ice-ufrag:" + self.ice().ufrag() + "\r\na=ice-pwd:"
                + self.ice().password() + "\r\n"
                + "a=fingerprint:" + fingerprint.algorithm() + " " + fingerprint.value() + "\r\na=setup:" + setup
                + "\r\n";
    }

    /** The node's side as it stands in its offer or answer. */
    public static LocalPeer node(String sdp) {
        SessionDescription parsed = parse(sdp);
        MediaSection first = parsed.sections().stream()
                .filter(s -> s.attribute("ice-ufrag").isPresent())
                .findFirst()
                .orElseThrow();
        String[] fingerprint = value(parsed, first, "fingerprint").split(" ");
        List<IceCandidate> candidates = new ArrayList<>();
        first.attributes("candidate").forEach(c -> {
            String[] parts = c.value().split(" ");
            candidates.add(new IceCandidate(parts[2].equalsIgnoreCase("tcp"), parts[4], Integer.parseInt(parts[5])));
        });
        return new LocalPeer(
                new StunCredentials(value(parsed, first, "ice-ufrag"), value(parsed, first, "ice-pwd")),
                new DtlsFingerprint(fingerprint[0], fingerprint[1]),
                candidates);
    }

    private static String value(SessionDescription description, MediaSection section, String name) {
        return section.attribute(name)
                .or(() -> description.attribute(name))
                .orElseThrow()
                .value();
    }

    public static SessionDescription parse(String sdp) {
        try {
            return SessionDescription.parse(sdp);
        } catch (SdpException e) {
            throw new IllegalArgumentException(sdp, e);
        }
    }
}
