package io.mediascope.media.stun;

import java.util.zip.CRC32;

/** FINGERPRINT (RFC 8489 section 14.7): CRC-32 over all before the attribute. */
final class StunFingerprint {
    private static final int XOR = 0x5354_554E;

    private final CRC32 crc = new CRC32();

    /** Of the message at {@code off} whose FINGERPRINT stands at {@code attribute}; the header's length counts it already. */
    int compute(byte[] buf, int off, int attribute) {
        crc.reset();
        crc.update(buf, off, attribute - off);
        return (int) crc.getValue() ^ XOR;
    }
}
