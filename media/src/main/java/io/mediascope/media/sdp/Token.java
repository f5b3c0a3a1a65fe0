package io.mediascope.media.sdp;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The characters of SDP's {@code token} (RFC 8866 section 9). Stateless. */
final class Token {
    /** RFC 8830 section 2. */
    private static final int MAX_MSID = 64;

    private static final String PUNCTUATION = "!#$%&'*+-.^_`{|}~";

    private Token() {}

    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(Token::legal);
    }

    /** An id for {@code msid}: what a token may not have is escaped; of a long one its beginning and its hash are left. */
    static String msid(String id) {
        StringBuilder out = new StringBuilder();
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            if (legal(b & 0xFF) && b != '%') {
                out.append((char) b);
            } else {
                out.append('%').append(String.format(Locale.ROOT, "%02X", b & 0xFF));
            }
        }
        if (out.length() > MAX_MSID) {
            out.setLength(MAX_MSID - 9);
            out.append('~').append(String.format(Locale.ROOT, "%08x", id.hashCode()));
        }
        return out.length() == 0 ? "-" : out.toString();
    }

    private static boolean legal(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || PUNCTUATION.indexOf(c) >= 0;
    }
}
