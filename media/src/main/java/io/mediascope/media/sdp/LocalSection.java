package io.mediascope.media.sdp;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.media.webrtc.WebCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Builds a media section of the node, in the order in which browsers write theirs. Used once. */
final class LocalSection {
    private static final int DISCARD_PORT = 9;

    private final List<SdpAttribute> attributes = new ArrayList<>();
    private final List<String> formats = new ArrayList<>();
    private final MediaType type;
    private final String protocol;

    LocalSection(MediaType type, String protocol) {
        this.type = type;
        this.protocol = protocol;
    }

    /** A section that is refused (RFC 3264 section 6). */
    static MediaSection refused(MediaSection offered) {
        List<SdpAttribute> attributes = new ArrayList<>();
        if (Token.isToken(offered.mid())) {
            attributes.add(SdpAttribute.of("mid", offered.mid()));
        }
        attributes.add(SdpAttribute.of(Direction.INACTIVE.attribute()));
        return new MediaSection(offered.media(), 0, offered.protocol(), offered.formats(), attributes, 0);
    }

    LocalSection transport(LocalPeer local, String setup, boolean candidates) {
        if (candidates) {
            candidates(local).forEach(attributes::add);
            add("end-of-candidates");
        }
        add("ice-ufrag", local.ice().ufrag());
        add("ice-pwd", local.ice().password());
        add(
                "fingerprint",
                local.fingerprint().algorithm() + " " + local.fingerprint().value());
        return add("setup", setup);
    }

    /** RFC 8839 section 5.1, RFC 6544 section 4.5. */
    static List<SdpAttribute> candidates(LocalPeer local) {
        List<SdpAttribute> lines = new ArrayList<>();
        for (int i = 0; i < local.candidates().size(); i++) {
            IceCandidate candidate = local.candidates().get(i);
            lines.add(SdpAttribute.of(
                    "candidate",
                    String.format(
                            Locale.ROOT,
                            "%d 1 %s %d %s %d typ host%s",
                            i + 1,
                            candidate.tcp() ? "tcp" : "udp",
                            CandidatePriority.of(local.restarts(), i),
                            candidate.address(),
                            candidate.port(),
                            candidate.tcp() ? " tcptype passive" : "")));
        }
        return lines;
    }

    LocalSection head(String mid, List<SdpAttribute> extensions, Direction direction) {
        add("mid", mid);
        attributes.addAll(extensions);
        return add(direction.attribute());
    }

    LocalSection msid(String streamId, String trackId) {
        return add("msid", Token.msid(streamId) + " " + Token.msid(trackId));
    }

    LocalSection mux() {
        return add("rtcp-mux").add("rtcp-rsize");
    }

    /** @param feedback what of it the other side takes for a codec */
    LocalSection codecs(List<WebCodec> codecs, Feedback feedback) {
        for (WebCodec codec : codecs) {
            String payloadType = Integer.toString(codec.payloadType());
            formats.add(payloadType);
            add("rtpmap", payloadType + " " + CodecMatcher.encoding(codec.codec()));
            feedback.of(codec).forEach(f -> add("rtcp-fb", payloadType + " " + f));
            if (!codec.parameters().isEmpty()) {
                add("fmtp", payloadType + " " + codec.parameters());
            }
            if (codec.hasRtx()) {
                formats.add(Integer.toString(codec.rtxPayloadType()));
                add("rtpmap", codec.rtxPayloadType() + " rtx/90000");
                add("fmtp", codec.rtxPayloadType() + " apt=" + payloadType);
            }
        }
        return this;
    }

    /** Which {@code rtcp-fb} values a codec gets. */
    interface Feedback {
        List<String> of(WebCodec codec);
    }

    /** RFC 5576: the SSRCs that the node sends. */
    LocalSection ssrcs(int ssrc, int rtxSsrc, String cname) {
        String text = Integer.toUnsignedString(ssrc);
        String rtx = Integer.toUnsignedString(rtxSsrc);
        if (rtxSsrc != 0) {
            add("ssrc-group", "FID " + text + " " + rtx);
        }
        add("ssrc", text + " cname:" + cname);
        return rtxSsrc == 0 ? this : add("ssrc", rtx + " cname:" + cname);
    }

    LocalSection lines(List<SdpAttribute> lines) {
        attributes.addAll(lines);
        return this;
    }

    MediaSection build() {
        return new MediaSection(type.name().toLowerCase(Locale.ROOT), DISCARD_PORT, protocol, formats, attributes, 0);
    }

    private LocalSection add(String name, String value) {
        attributes.add(SdpAttribute.of(name, value));
        return this;
    }

    private LocalSection add(String name) {
        return add(name, "");
    }
}
