package io.mediascope.media.stun;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** MESSAGE-INTEGRITY under one password (RFC 8489 section 14.5), with its reusable HMAC-SHA1. Belongs to one thread. */
public final class StunIntegrity {
    static final int LENGTH = 20;

    private static final String HMAC = "HmacSHA1";
    private static final int ATTRIBUTE_LENGTH = 4 + LENGTH;

    private final Mac mac;
    private final byte[] messageLength = new byte[2];
    private final byte[] computed = new byte[LENGTH];

    /** Short-term credentials: the key is the password in UTF-8. */
    public StunIntegrity(String password) {
        this(password.getBytes(UTF_8));
    }

    public StunIntegrity(byte[] key) {
        try {
            mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + HMAC, e);
        }
    }

    /** Whether the attribute at {@code attribute} is right for the message at {@code off}. */
    boolean verify(byte[] buf, int off, int attribute) {
        compute(buf, off, attribute);
        int difference = 0;
        for (int i = 0; i < LENGTH; i++) {
            difference |= computed[i] ^ buf[attribute + 4 + i];
        }
        return difference == 0;
    }

    /** Writes the value of the attribute at {@code attribute} of the message at {@code off}. */
    void write(byte[] buf, int off, int attribute) {
        compute(buf, off, attribute);
        System.arraycopy(computed, 0, buf, attribute + 4, LENGTH);
    }

    /** Over all before the attribute, with a message length that ends behind it whatever follows. */
    private void compute(byte[] buf, int off, int attribute) {
        int length = attribute + ATTRIBUTE_LENGTH - off - StunMessage.HEADER_LENGTH;
        messageLength[0] = (byte) (length >> 8);
        messageLength[1] = (byte) length;
        try {
            mac.update(buf, off, 2);
            mac.update(messageLength);
            mac.update(buf, off + 4, attribute - off - 4);
            mac.doFinal(computed, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC + " failed", e);
        }
    }
}
