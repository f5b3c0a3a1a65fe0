package io.mediascope.media.stun;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A view of a received STUN message (RFC 8489 section 5). Reusable: {@link #parse} moves it; it reads from the array of the caller, which
 * must not change meanwhile. Belongs to one thread.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |0 0|     STUN Message Type     |         Message Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         Magic Cookie                          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     Transaction ID (96 bits)                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class StunMessage {
    public static final int HEADER_LENGTH = 20;
    /** Longer messages are refused, in bytes. */
    public static final int MAX_LENGTH = 1500;

    public static final int MAGIC_COOKIE = 0x2112A442;

    public static final int BINDING_REQUEST = 0x0001;
    public static final int BINDING_INDICATION = 0x0011;
    public static final int BINDING_SUCCESS = 0x0101;
    public static final int BINDING_ERROR = 0x0111;

    static final int FAMILY_IPV4 = 1;
    static final int FAMILY_IPV6 = 2;
    static final int MAX_USERNAME_LENGTH = 508;
    private static final int MAX_UNKNOWN = 8;
    private static final int NONE = -1;

    private final StunFingerprint fingerprints = new StunFingerprint();
    private byte[] buf = new byte[HEADER_LENGTH];
    private int off;
    private int end;

    /** Where each attribute begins, at its type; {@link #NONE} without. */
    private int username;

    private int integrity;
    private int fingerprint;
    private int mappedAddress;
    private int priority;
    private int useCandidate;
    private int iceControlling;
    private int iceControlled;
    private int errorCode;
    private int sequence;

    private final int[] unknownRequired = new int[MAX_UNKNOWN];
    private int unknownRequiredCount;

    /** A view of nothing; {@link #parse} comes first. */
    public StunMessage() {
        clear();
    }

    /** Whether the bytes begin as a STUN message does: first two bits 0, magic cookie, the length of the rest. */
    public static boolean isStun(byte[] buf, int off, int len) {
        return len >= HEADER_LENGTH
                && len % 4 == 0
                && (buf[off] & 0xC0) == 0
                && Bytes.uint16(buf, off + 2) == len - HEADER_LENGTH
                && Bytes.int32(buf, off + 4) == MAGIC_COOKIE;
    }

    /** {@link #isStun(byte[], int, int)} by absolute index over a buffer. */
    public static boolean isStun(ByteBuf buf, int index, int len) {
        return len >= HEADER_LENGTH
                && len % 4 == 0
                && (buf.getByte(index) & 0xC0) == 0
                && buf.getUnsignedShort(index + 2) == len - HEADER_LENGTH
                && buf.getInt(index + 4) == MAGIC_COOKIE;
    }

    /** Moves the view onto {@code buf[off .. off + len)}; false (and then of no use) when malformed or its FINGERPRINT is wrong. */
    public boolean parse(byte[] message, int offset, int len) {
        clear();
        if (len > MAX_LENGTH || !isStun(message, offset, len)) {
            return false;
        }
        buf = message;
        off = offset;
        end = offset + len;
        int at = offset + HEADER_LENGTH;
        while (at < end) {
            int length = end - at < 4 ? Integer.MAX_VALUE : Bytes.uint16(message, at + 2);
            if (length > end - at - 4 || !accept(Bytes.uint16(message, at), at, length)) {
                return false;
            }
            at += 4 + (length + 3) / 4 * 4;
        }
        return fingerprint == NONE || Bytes.int32(buf, fingerprint + 4) == fingerprints.compute(buf, off, fingerprint);
    }

    private void clear() {
        username = NONE;
        integrity = NONE;
        fingerprint = NONE;
        mappedAddress = NONE;
        priority = NONE;
        useCandidate = NONE;
        iceControlling = NONE;
        iceControlled = NONE;
        errorCode = NONE;
        sequence = NONE;
        unknownRequiredCount = 0;
    }

    /** Notes the attribute; false when it is malformed. */
    private boolean accept(int type, int at, int length) {
        if (fingerprint != NONE) {
            return false; // section 14.7: it is the last one
        }
        if (type == StunAttribute.FINGERPRINT) {
            fingerprint = at;
            return length == 4;
        }
        if (integrity != NONE) {
            return true; // section 14.5: what follows it is ignored
        }
        switch (type) {
            case StunAttribute.USERNAME:
                username = first(username, at);
                return length <= MAX_USERNAME_LENGTH;
            case StunAttribute.MESSAGE_INTEGRITY:
                integrity = at;
                return length == StunIntegrity.LENGTH;
            case StunAttribute.XOR_MAPPED_ADDRESS:
                mappedAddress = first(mappedAddress, at);
                return isAddress(at, length);
            case StunAttribute.ERROR_CODE:
                errorCode = first(errorCode, at);
                return length >= 4;
            case StunAttribute.PRIORITY:
                priority = first(priority, at);
                return length == 4;
            case StunAttribute.USE_CANDIDATE:
                useCandidate = first(useCandidate, at);
                return length == 0;
            case StunAttribute.ICE_CONTROLLING:
                iceControlling = first(iceControlling, at);
                return length == 8;
            case StunAttribute.ICE_CONTROLLED:
                iceControlled = first(iceControlled, at);
                return length == 8;
            case StunAttribute.MEDIASCOPE_SEQUENCE:
                sequence = first(sequence, at);
                return length == 8;
            default:
                noteUnknown(type);
                return true;
        }
    }

    /** Section 14: only the first of several counts. */
    private static int first(int noted, int at) {
        return noted == NONE ? at : noted;
    }

    private boolean isAddress(int at, int length) {
        int family = length < 2 ? 0 : buf[at + 5];
        return (family == FAMILY_IPV4 && length == 8) || (family == FAMILY_IPV6 && length == 20);
    }

    private void noteUnknown(int type) {
        boolean understood = type >= 0x8000
                || type == StunAttribute.MAPPED_ADDRESS
                || type == StunAttribute.UNKNOWN_ATTRIBUTES
                || type == StunAttribute.REALM
                || type == StunAttribute.NONCE
                || type == StunAttribute.MESSAGE_INTEGRITY_SHA256;
        if (!understood && unknownRequiredCount < MAX_UNKNOWN) {
            unknownRequired[unknownRequiredCount++] = type;
        }
    }

    /** {@link #BINDING_REQUEST} and so on; other methods' types as they are. */
    public int type() {
        return Bytes.uint16(buf, off);
    }

    /** The first 4 bytes of the transaction id. */
    public int transactionIdHigh() {
        return Bytes.int32(buf, off + 8);
    }

    /** The last 8 bytes of the transaction id. */
    public long transactionIdLow() {
        return Bytes.int64(buf, off + 12);
    }

    public boolean hasUsername() {
        return username != NONE;
    }

    /** USERNAME, or null. Makes a string. */
    public @Nullable String username() {
        return hasUsername() ? new String(buf, usernameOffset(), usernameLength(), UTF_8) : null;
    }

    /** Whether USERNAME is there and has these bytes. */
    public boolean usernameEquals(byte[] utf8) {
        int from = usernameOffset();
        return hasUsername() && Arrays.equals(buf, from, from + usernameLength(), utf8, 0, utf8.length);
    }

    /** Where USERNAME begins in the array; -1 without. */
    public int usernameOffset() {
        return hasUsername() ? username + 4 : NONE;
    }

    /** Bytes of USERNAME; 0 without. */
    public int usernameLength() {
        return hasUsername() ? Bytes.uint16(buf, username + 2) : 0;
    }

    public boolean hasIntegrity() {
        return integrity != NONE;
    }

    /** Whether MESSAGE-INTEGRITY is there and right under {@code key}'s password. */
    public boolean verifyIntegrity(StunIntegrity key) {
        return hasIntegrity() && key.verify(buf, off, integrity);
    }

    /** The same by a key that is used once. */
    public boolean verifyIntegrity(byte[] key) {
        return hasIntegrity() && verifyIntegrity(new StunIntegrity(key));
    }

    /** Whether there was a FINGERPRINT (which was right, or {@link #parse} had failed). */
    public boolean hasFingerprint() {
        return fingerprint != NONE;
    }

    public boolean useCandidate() {
        return useCandidate != NONE;
    }

    /** PRIORITY, 0 to 2^32 - 1; -1 without. */
    public long priority() {
        return priority == NONE ? NONE : Bytes.int32(buf, priority + 4) & 0xFFFF_FFFFL;
    }

    public boolean iceControlling() {
        return iceControlling != NONE;
    }

    public boolean iceControlled() {
        return iceControlled != NONE;
    }

    /** The value of ICE-CONTROLLING or ICE-CONTROLLED; 0 without. */
    public long tieBreaker() {
        int at = iceControlling != NONE ? iceControlling : iceControlled;
        return at == NONE ? 0 : Bytes.int64(buf, at + 4);
    }

    public boolean hasSequence() {
        return sequence != NONE;
    }

    /** MEDIASCOPE-SEQUENCE; -1 without. */
    public long sequence() {
        return sequence == NONE ? NONE : Bytes.int64(buf, sequence + 4);
    }

    /** ERROR-CODE, 300 to 699 of a sound sender; 0 without. */
    public int errorCode() {
        return errorCode == NONE ? 0 : (buf[errorCode + 6] & 0x7) * 100 + (buf[errorCode + 7] & 0xFF);
    }

    /** XOR-MAPPED-ADDRESS (RFC 8489 section 14.2), or null. Makes an address. */
    public @Nullable InetSocketAddress mappedAddress() {
        if (mappedAddress == NONE) {
            return null;
        }
        byte[] address = new byte[buf[mappedAddress + 5] == FAMILY_IPV4 ? 4 : 16];
        for (int i = 0; i < address.length; i++) {
            address[i] = (byte) (buf[mappedAddress + 8 + i] ^ buf[off + 4 + i]);
        }
        int port = Bytes.uint16(buf, mappedAddress + 6) ^ (MAGIC_COOKIE >>> 16);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are addresses", e);
        }
    }

    /** The first attribute that must be understood and is not; -1 when there is none. A request with one gets error 420. */
    public int unknownRequired() {
        return unknownRequiredCount == 0 ? NONE : unknownRequired[0];
    }

    /** How many such attributes there are, of which the first {@value #MAX_UNKNOWN} are kept. */
    int unknownRequiredCount() {
        return unknownRequiredCount;
    }

    int unknownRequired(int i) {
        return unknownRequired[i];
    }
}
