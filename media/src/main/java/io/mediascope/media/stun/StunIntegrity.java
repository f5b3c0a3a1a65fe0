package io.mediascope.media.stun;

/** MESSAGE-INTEGRITY under one password (RFC 8489 section 14.5), with its reusable HMAC-SHA1. Belongs to one thread. */
public class StunIntegrity {
    /** Short-term credentials: the key is the password in UTF-8. */
    public StunIntegrity(String password) {
        throw new UnsupportedOperationException();
    }

    public StunIntegrity(byte[] key) {
        throw new UnsupportedOperationException();
    }
}
