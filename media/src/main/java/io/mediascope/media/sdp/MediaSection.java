package io.mediascope.media.sdp;

import java.util.List;
import java.util.Optional;

/**
 * A media section (RFC 8866 section 5.14).
 *
 * @param media {@code audio}, {@code video}, {@code application} …
 * @param port 0 = refused, or only to be bundled
 * @param formats payload types of RTP
 * @param line where its {@code m=} line stands, from 1; 0 = not read from anywhere
 */
public record MediaSection(
        String media, int port, String protocol, List<String> formats, List<SdpAttribute> attributes, int line) {
    public MediaSection {
        formats = List.copyOf(formats);
        attributes = List.copyOf(attributes);
    }

    /** The first attribute of that name. */
    public Optional<SdpAttribute> attribute(String name) {
        return attributes.stream().filter(a -> a.name().equals(name)).findFirst();
    }

    /** The attributes of that name, in their order. */
    public List<SdpAttribute> attributes(String name) {
        return attributes.stream().filter(a -> a.name().equals(name)).toList();
    }

    /** RFC 5888 section 4; empty without. */
    public String mid() {
        return attribute("mid").map(SdpAttribute::value).orElse("");
    }

    /** RFC 8866 section 6.7: {@code sendrecv} when nothing is said. */
    public Direction direction() {
        for (SdpAttribute attribute : attributes) {
            for (Direction direction : Direction.values()) {
                if (attribute.name().equals(direction.attribute())) {
                    return direction;
                }
            }
        }
        return Direction.SENDRECV;
    }

    /** Whether its writer refuses it (RFC 3264 section 5.1; RFC 9143 section 6 for {@code bundle-only}). */
    public boolean refused() {
        return port == 0 && attribute("bundle-only").isEmpty();
    }
}
