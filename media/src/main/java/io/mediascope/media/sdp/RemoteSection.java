package io.mediascope.media.sdp;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.webrtc.WebCodec;
import java.util.List;
import java.util.Optional;

/** An audio or video section of a client's description, judged: its payload types and what they have in common with the policy. */
final class RemoteSection {
    private final MediaSection section;
    private final MediaType type;
    private final RtpFormats formats;
    private final List<WebCodec> codecs;

    RemoteSection(MediaSection section, MediaType type, CodecPolicy policy) throws SdpException {
        this.section = section;
        this.type = type;
        if (!section.protocol().endsWith("RTP/SAVPF")) {
            throw SdpException.unsupported(
                    section.line(), "the protocol must be UDP/TLS/RTP/SAVPF, and is " + section.protocol());
        }
        if (section.attribute("rtcp-mux").isEmpty()) {
            throw SdpException.unsupported(section.line(), "a=rtcp-mux is missing in the section");
        }
        this.formats = RtpFormats.read(section);
        this.codecs = CodecMatcher.match(formats, type, policy);
    }

    /** Of sections that are neither audio nor video there is none. */
    static Optional<MediaType> type(MediaSection section) {
        switch (section.media()) {
            case "audio":
                return Optional.of(MediaType.AUDIO);
            case "video":
                return Optional.of(MediaType.VIDEO);
            default:
                return Optional.empty();
        }
    }

    MediaSection section() {
        return section;
    }

    MediaType type() {
        return type;
    }

    /** In common, the policy's order. */
    List<WebCodec> codecs() {
        return codecs;
    }

    /** What of our RTCP feedback the client takes for a codec. */
    List<String> feedback(WebCodec codec) {
        List<String> theirs = formats.all().stream()
                .filter(format -> format.payloadType() == codec.payloadType())
                .findFirst()
                .map(RtpFormat::feedback)
                .orElse(List.of());
        return CodecMatcher.feedback(type).stream().filter(theirs::contains).toList();
    }

    OfferedSection offered(int index) {
        String[] msid = msid();
        return new OfferedSection(
                index,
                section.mid(),
                type,
                section.direction(),
                msid[0].equals("-") ? "" : msid[0],
                msid[1],
                codecs.stream().map(WebCodec::codec).toList());
    }

    /** RFC 8830 section 2; older writers say it with the SSRC. */
    private String[] msid() {
        String value = section.attribute("msid").map(SdpAttribute::value).orElseGet(this::msidOfSsrc);
        int space = value.indexOf(' ');
        return space < 0
                ? new String[] {value, ""}
                : new String[] {
                    value.substring(0, space), value.substring(space + 1).trim()
                };
    }

    private String msidOfSsrc() {
        for (SdpAttribute attribute : section.attributes("ssrc")) {
            int at = attribute.value().indexOf(" msid:");
            if (at > 0) {
                return attribute.value().substring(at + 6);
            }
        }
        return "";
    }
}
