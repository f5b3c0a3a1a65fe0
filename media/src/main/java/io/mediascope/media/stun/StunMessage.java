package io.mediascope.media.stun;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A view of a received STUN message (RFC 8489 section 5). Reusable: {@link #parse} moves it; it reads from the array of the caller, which
 * must not change meanwhile. Belongs to one thread.
 */
public class StunMessage {
    public static final int HEADER_LENGTH = 20;
    /** Longer messages are refused, in bytes. */
    public static final int MAX_LENGTH = 1500;

    public static final int MAGIC_COOKIE = 0x2112A442;

    public static final int BINDING_REQUEST = 0x0001;
    public static final int BINDING_INDICATION = 0x0011;
    public static final int BINDING_SUCCESS = 0x0101;
    public static final int BINDING_ERROR = 0x0111;

    /** Whether the bytes begin as a STUN message does: first two bits 0, magic cookie, a length that fits. */
    public static boolean isStun(byte[] buf, int off, int len) {
        return len >= HEADER_LENGTH
                && (buf[off] & 0xC0) == 0
                && uint16(buf, off + 2) == len - HEADER_LENGTH
                && int32(buf, off + 4) == MAGIC_COOKIE;
    }

    /** {@link #isStun(byte[], int, int)} by absolute index over a buffer. */
    public static boolean isStun(ByteBuf buf, int index, int len) {
        return len >= HEADER_LENGTH
                && (buf.getByte(index) & 0xC0) == 0
                && buf.getUnsignedShort(index + 2) == len - HEADER_LENGTH
                && buf.getInt(index + 4) == MAGIC_COOKIE;
    }

    /** Moves the view onto {@code buf[off .. off + len)}; false (and then of no use) when malformed or its FINGERPRINT is wrong. */
    public boolean parse(byte[] buf, int off, int len) {
        throw new UnsupportedOperationException();
    }

    /** {@link #BINDING_REQUEST} and so on; other methods' types as they are. */
    public int type() {
        throw new UnsupportedOperationException();
    }

    /** The first 4 bytes of the transaction id. */
    public int transactionIdHigh() {
        throw new UnsupportedOperationException();
    }

    /** The last 8 bytes of the transaction id. */
    public long transactionIdLow() {
        throw new UnsupportedOperationException();
    }

    public boolean hasUsername() {
        throw new UnsupportedOperationException();
    }

    /** USERNAME, or null. Makes a string. */
    public @Nullable String username() {
        throw new UnsupportedOperationException();
    }

    /** Whether USERNAME is there and has these bytes. */
    public boolean usernameEquals(byte[] utf8) {
        throw new UnsupportedOperationException();
    }

    /** Where USERNAME begins in the array; -1 without. */
    public int usernameOffset() {
        throw new UnsupportedOperationException();
    }

    /** Bytes of USERNAME; 0 without. */
    public int usernameLength() {
        throw new UnsupportedOperationException();
    }

    public boolean hasIntegrity() {
        throw new UnsupportedOperationException();
    }

    /** Whether MESSAGE-INTEGRITY is there and right under {@code integrity}'s password. */
    public boolean verifyIntegrity(StunIntegrity integrity) {
        throw new UnsupportedOperationException();
    }

    /** The same by a key that is used once. */
    public boolean verifyIntegrity(byte[] key) {
        throw new UnsupportedOperationException();
    }

    /** Whether there was a FINGERPRINT (which was right, or {@link #parse} had failed). */
    public boolean hasFingerprint() {
        throw new UnsupportedOperationException();
    }

    public boolean useCandidate() {
        throw new UnsupportedOperationException();
    }

    /** PRIORITY, 0 to 2^32 - 1; -1 without. */
    public long priority() {
        throw new UnsupportedOperationException();
    }

    public boolean iceControlling() {
        throw new UnsupportedOperationException();
    }

    public boolean iceControlled() {
        throw new UnsupportedOperationException();
    }

    /** The value of ICE-CONTROLLING or ICE-CONTROLLED; 0 without. */
    public long tieBreaker() {
        throw new UnsupportedOperationException();
    }

    public boolean hasSequence() {
        throw new UnsupportedOperationException();
    }

    /** MEDIASCOPE-SEQUENCE; -1 without. */
    public long sequence() {
        throw new UnsupportedOperationException();
    }

    /** ERROR-CODE, 300 to 699; 0 without. */
    public int errorCode() {
        throw new UnsupportedOperationException();
    }

    /** XOR-MAPPED-ADDRESS (RFC 8489 section 14.2), or null. Makes an address. */
    public @Nullable InetSocketAddress mappedAddress() {
        throw new UnsupportedOperationException();
    }

    /** The first attribute that must be understood and is not; -1 when there is none. A request with one gets error 420. */
    public int unknownRequired() {
        throw new UnsupportedOperationException();
    }

    private static int uint16(byte[] buf, int offset) {
        return (buf[offset] & 0xFF) << 8 | (buf[offset + 1] & 0xFF);
    }

    private static int int32(byte[] buf, int offset) {
        return uint16(buf, offset) << 16 | uint16(buf, offset + 2);
    }
}
