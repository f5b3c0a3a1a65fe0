package io.mediascope.cluster.credentials;

import java.security.SecureRandom;
import java.util.Base64;

/** Names and secrets nobody can guess. */
final class RandomIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int ID_LETTERS = 16;
    private static final int SECRET_BYTES = 32;

    private RandomIds() {}

    static String applicationId() {
        return "app-" + letters();
    }

    static String keyId() {
        return "key-" + letters();
    }

    static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String letters() {
        StringBuilder id = new StringBuilder(ID_LETTERS);
        for (int i = 0; i < ID_LETTERS; i++) {
            id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
