package io.mediascope.media.routing;

/**
 * STUN short-term credentials of one participant on one relay (RFC 8489 section 9.1).
 *
 * @param ufrag the USERNAME; its first two characters are the loop's index in hexadecimal
 * @param password keys MESSAGE-INTEGRITY; masked in {@link #toString()}
 */
public record StunCredentials(String ufrag, String password) {
    @Override
    public String toString() {
        return "StunCredentials[" + ufrag + ", masked]";
    }
}
