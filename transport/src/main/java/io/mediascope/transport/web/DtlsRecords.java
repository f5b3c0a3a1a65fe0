package io.mediascope.transport.web;

/**
 * The outside of DTLS records (RFC 6347 section 4.1), looked at before anything else sees them: what is not even that shape is
 * dropped silently (section 4.1.2.7), as it would end an association in BouncyCastle.
 *
 * <pre>
 * type (1) | version (2) | epoch (2) | sequence number (6) | length (2) | fragment
 * </pre>
 */
final class DtlsRecords {
    static final int HEADER_LENGTH = 13;

    private static final int VERSION_MAJOR = 0xFE;
    private static final int EPOCH_OFFSET = 3;
    private static final int LENGTH_OFFSET = 11;
    private static final int FIRST_TYPE = 20;
    private static final int LAST_TYPE = 24;

    /** Explicit nonce and tag of AES-GCM (RFC 5288 section 3). */
    private static final int MIN_SEALED_LENGTH = 8 + 16;

    private DtlsRecords() {}

    /** Whether the datagram is one or more whole records, each long enough for its epoch. */
    static boolean areSane(byte[] datagram, int length) {
        int at = 0;
        while (length - at >= HEADER_LENGTH) {
            int fragment = uint16(datagram, at + LENGTH_OFFSET);
            int type = datagram[at] & 0xFF;
            boolean sealed = uint16(datagram, at + EPOCH_OFFSET) > 0;
            if (type < FIRST_TYPE
                    || type > LAST_TYPE
                    || (datagram[at + 1] & 0xFF) != VERSION_MAJOR
                    || fragment < (sealed ? MIN_SEALED_LENGTH : 1)
                    || fragment > length - at - HEADER_LENGTH) {
                return false;
            }
            at += HEADER_LENGTH + fragment;
        }
        return at == length && length > 0;
    }

    private static int uint16(byte[] buf, int at) {
        return (buf[at] & 0xFF) << 8 | (buf[at + 1] & 0xFF);
    }
}
