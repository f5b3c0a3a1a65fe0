package io.mediascope.media.sdp;

/** A {@link SessionDescription} to text, as WebRTC wants it (RFC 9429 section 5.2.1). Stateless. */
final class SdpWriter {
    private static final String END = "\r\n";

    private SdpWriter() {}

    static String write(SessionDescription description) {
        StringBuilder out = new StringBuilder(4096);
        out.append("v=0").append(END);
        out.append("o=- ").append(description.sessionId()).append(' ').append(description.version());
        out.append(" IN IP4 127.0.0.1").append(END);
        out.append("s=-").append(END).append("t=0 0").append(END);
        description.attributes().forEach(attribute -> write(out, attribute));
        description.sections().forEach(section -> write(out, section));
        return out.toString();
    }

    static void write(StringBuilder out, MediaSection section) {
        out.append("m=")
                .append(section.media())
                .append(' ')
                .append(section.port())
                .append(' ');
        out.append(section.protocol());
        section.formats().forEach(format -> out.append(' ').append(format));
        out.append(END).append("c=IN IP4 0.0.0.0").append(END);
        section.attributes().forEach(attribute -> write(out, attribute));
    }

    static void write(StringBuilder out, SdpAttribute attribute) {
        out.append("a=").append(attribute.name());
        if (!attribute.value().isEmpty()) {
            out.append(':').append(attribute.value());
        }
        out.append(END);
    }
}
