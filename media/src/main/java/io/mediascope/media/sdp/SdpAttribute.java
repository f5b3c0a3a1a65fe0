package io.mediascope.media.sdp;

/**
 * An {@code a=} line (RFC 8866 section 5.13).
 *
 * @param value empty for a property attribute
 * @param line where it stands, from 1; 0 = not read from anywhere
 */
public record SdpAttribute(String name, String value, int line) {
    static SdpAttribute of(String name, String value) {
        return new SdpAttribute(name, value, 0);
    }

    static SdpAttribute of(String name) {
        return of(name, "");
    }
}
