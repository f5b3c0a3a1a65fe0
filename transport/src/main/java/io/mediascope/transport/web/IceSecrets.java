package io.mediascope.transport.web;

import io.mediascope.media.routing.StunCredentials;
import java.security.SecureRandom;

/** Makes ICE credentials (RFC 8839 section 5.4: ice-char, at least 24 bits of ufrag and 128 bits of password). */
final class IceSecrets {
    private static final String ICE_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int UFRAG_LENGTH = 8;
    private static final int PASSWORD_LENGTH = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private IceSecrets() {}

    static StunCredentials create(int loopIndex) {
        return new StunCredentials(
                String.format("%02x", loopIndex & 0xFF) + random(UFRAG_LENGTH), random(PASSWORD_LENGTH));
    }

    /** The loop that a ufrag names, or -1. */
    static int loopIndex(String ufrag) {
        if (ufrag.length() < 2) {
            return -1;
        }
        int high = Character.digit(ufrag.charAt(0), 16);
        int low = Character.digit(ufrag.charAt(1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static String random(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ICE_CHARS.charAt(RANDOM.nextInt(ICE_CHARS.length())));
        }
        return text.toString();
    }
}
