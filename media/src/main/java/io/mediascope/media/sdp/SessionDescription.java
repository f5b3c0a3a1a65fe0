package io.mediascope.media.sdp;

import java.util.List;
import java.util.Optional;

/**
 * A session description (RFC 8866) as it is written, not yet judged.
 *
 * @param sessionId and {@code version}: of the {@code o=} line, digits
 * @param attributes of the session
 * @param sections in their order
 */
public record SessionDescription(
        String sessionId, String version, List<SdpAttribute> attributes, List<MediaSection> sections) {
    /** Characters of a description that is read. */
    public static final int MAX_LENGTH = 128 * 1024;

    public static final int MAX_SECTIONS = 64;

    public SessionDescription {
        attributes = List.copyOf(attributes);
        sections = List.copyOf(sections);
    }

    /** Reads a description; lines may end in CRLF or LF. What is not known is kept, or passed over. */
    public static SessionDescription parse(String sdp) throws SdpException {
        return new SdpParser(sdp).parse();
    }

    /** The first attribute of that name of the session. */
    public Optional<SdpAttribute> attribute(String name) {
        return attributes.stream().filter(a -> a.name().equals(name)).findFirst();
    }

    /** The description as text, lines ending in CRLF. */
    public String write() {
        return SdpWriter.write(this);
    }
}
