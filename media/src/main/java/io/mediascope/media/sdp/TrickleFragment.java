package io.mediascope.media.sdp;

import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.webrtc.LocalPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An SDP fragment of trickle ICE (RFC 8840 section 9), the body of WHIP's PATCH (RFC 9725 section 4.3). Candidates of the client are
 * passed over: an ICE lite node never checks.
 *
 * @param ice the client's credentials, when it said them: others than before ask for an ICE restart
 * @param endOfCandidates whether the client has no more
 */
public record TrickleFragment(Optional<StunCredentials> ice, boolean endOfCandidates) {
    public static TrickleFragment parse(String fragment) throws SdpException {
        List<SdpAttribute> attributes = all(new SdpParser(fragment).parseFragment());
        Optional<SdpAttribute> ufrag = first(attributes, "ice-ufrag");
        Optional<SdpAttribute> password = first(attributes, "ice-pwd");
        if (ufrag.isPresent() != password.isPresent()) {
            throw SdpException.malformed(0, "a=ice-ufrag and a=ice-pwd belong together");
        }
        boolean end = first(attributes, "end-of-candidates").isPresent();
        return ufrag.isEmpty() || password.isEmpty()
                ? new TrickleFragment(Optional.empty(), end)
                : new TrickleFragment(
                        Optional.of(new StunCredentials(
                                RemoteTransport.checkCredential(ufrag.get(), 4),
                                RemoteTransport.checkCredential(password.get(), 22))),
                        end);
    }

    /**
     * The node's answer to a fragment that restarts ICE: its new credentials and candidates.
     *
     * @param mid and {@code media}: of the first section of the answer that was not refused
     */
    public static String write(LocalPeer local, String mid, String media) {
        List<SdpAttribute> lines = new ArrayList<>();
        lines.add(SdpAttribute.of("mid", mid));
        lines.add(SdpAttribute.of("ice-ufrag", local.ice().ufrag()));
        lines.add(SdpAttribute.of("ice-pwd", local.ice().password()));
        lines.addAll(LocalSection.candidates(local));
        lines.add(SdpAttribute.of("end-of-candidates"));
        StringBuilder out = new StringBuilder("a=ice-lite\r\n");
        out.append("a=group:BUNDLE ").append(mid).append("\r\n");
        out.append("m=").append(media).append(" 9 UDP/TLS/RTP/SAVPF 0\r\n");
        lines.forEach(line -> SdpWriter.write(out, line));
        return out.toString();
    }

    private static List<SdpAttribute> all(SessionDescription fragment) {
        return Stream.concat(
                        fragment.attributes().stream(),
                        fragment.sections().stream().flatMap(s -> s.attributes().stream()))
                .toList();
    }

    private static Optional<SdpAttribute> first(List<SdpAttribute> attributes, String name) {
        return attributes.stream().filter(a -> a.name().equals(name)).findFirst();
    }
}
