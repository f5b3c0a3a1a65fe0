package io.mediascope.media.rtp;

import io.netty.buffer.ByteBuf;

/** What a datagram is, by its first two bytes (RFC 7983 section 7, RFC 5761 section 4). */
public enum PacketKind {
    STUN,
    DTLS,
    RTP,
    RTCP,
    UNKNOWN;

    /** Sorts by the first bytes only; a packet too short for its kind's header may still be named by it. */
    public static PacketKind of(byte[] buf, int offset, int length) {
        return length < 2 ? UNKNOWN : of(buf[offset] & 0xFF, buf[offset + 1] & 0xFF);
    }

    /** {@link #of(byte[], int, int)} by absolute index over a buffer. */
    public static PacketKind of(ByteBuf buf, int index, int length) {
        return length < 2 ? UNKNOWN : of(buf.getUnsignedByte(index), buf.getUnsignedByte(index + 1));
    }

    private static PacketKind of(int first, int second) {
        if (first >= 128 && first <= 191) {
            return second >= 192 && second <= 223 ? RTCP : RTP;
        }
        if (first <= 3) {
            return STUN;
        }
        return first >= 20 && first <= 63 ? DTLS : UNKNOWN;
    }
}
