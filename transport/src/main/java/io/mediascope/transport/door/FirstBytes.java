package io.mediascope.transport.door;

import io.netty.buffer.ByteBuf;

/**
 * What a new TCP connection is, told by its first bytes.
 *
 * <p>TLS (RFC 8446 section 5.1) begins with a handshake record, 0x16. ICE-TCP (RFC 6544) begins with a STUN Binding
 * request (RFC 8489 section 5) behind a two-byte length (RFC 4571 section 2):
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  frame length, first byte <= 5 |     STUN type = 0x0001       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |         STUN length            |  magic cookie 0x2112A442 ... |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
enum FirstBytes {
    MORE_NEEDED,
    TLS,
    ICE_TCP,
    UNKNOWN;

    private static final int TLS_HANDSHAKE = 0x16;
    private static final int MAX_FIRST_LENGTH_BYTE = 0x05;
    private static final int TYPE_OFFSET = 2;
    private static final int BINDING_REQUEST = 0x0001;
    private static final int COOKIE_OFFSET = 6;
    private static final int COOKIE = 0x2112A442;
    private static final int COOKIE_BYTES = 4;

    /** Looks at the readable bytes and reads none. Never needs more than ten. */
    static FirstBytes of(ByteBuf in) {
        int length = in.readableBytes();
        int start = in.readerIndex();
        if (length == 0) {
            return MORE_NEEDED;
        }
        int first = in.getUnsignedByte(start);
        if (first == TLS_HANDSHAKE) {
            return TLS;
        }
        if (first > MAX_FIRST_LENGTH_BYTE) {
            return UNKNOWN;
        }
        if (length >= TYPE_OFFSET + 2 && in.getUnsignedShort(start + TYPE_OFFSET) != BINDING_REQUEST) {
            return UNKNOWN;
        }
        if (length < COOKIE_OFFSET + COOKIE_BYTES) {
            return MORE_NEEDED;
        }
        return in.getInt(start + COOKIE_OFFSET) == COOKIE ? ICE_TCP : UNKNOWN;
    }
}
