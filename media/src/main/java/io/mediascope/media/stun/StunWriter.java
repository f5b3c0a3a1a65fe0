package io.mediascope.media.stun;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * Builds a STUN message in an array: a beginning, attributes, then {@link #integrity} and last {@link #fingerprint}. Reusable; belongs to one
 * thread. An array that is too small throws IndexOutOfBoundsException: {@value StunMessage#MAX_LENGTH} bytes always do.
 */
public final class StunWriter {
    private static final int UNKNOWN_ATTRIBUTE_ERROR = 420;

    private final StunFingerprint fingerprints = new StunFingerprint();
    private byte[] buf = new byte[0];
    private int off;
    private int pos;

    /** Begins a Binding request; the transaction id (4 and 8 bytes) should be random. */
    public StunWriter bindingRequest(byte[] out, int offset, int transactionIdHigh, long transactionIdLow) {
        return begin(out, offset, StunMessage.BINDING_REQUEST, transactionIdHigh, transactionIdLow);
    }

    /** Begins the success response to {@code request}, which may stand in the same array elsewhere. */
    public StunWriter bindingSuccess(byte[] out, int offset, StunMessage request) {
        return begin(out, offset, StunMessage.BINDING_SUCCESS, request.transactionIdHigh(), request.transactionIdLow());
    }

    /**
     * Begins the error response to {@code request} (RFC 8489 section 14.8); a 420 names the attributes that were not understood.
     *
     * @param code 300 to 699
     * @param reason short, at most 127 characters
     */
    public StunWriter bindingError(byte[] out, int offset, StunMessage request, int code, String reason) {
        begin(out, offset, StunMessage.BINDING_ERROR, request.transactionIdHigh(), request.transactionIdLow());
        byte[] phrase = reason.getBytes(UTF_8);
        int at = attribute(StunAttribute.ERROR_CODE, 4 + phrase.length);
        Bytes.putInt32(buf, at, (code / 100) << 8 | (code % 100));
        System.arraycopy(phrase, 0, buf, at + 4, phrase.length);
        return code == UNKNOWN_ATTRIBUTE_ERROR ? unknownAttributes(request) : this;
    }

    /** RFC 8489 section 14.9. */
    private StunWriter unknownAttributes(StunMessage request) {
        int count = request.unknownRequiredCount();
        int at = attribute(StunAttribute.UNKNOWN_ATTRIBUTES, 2 * count);
        for (int i = 0; i < count; i++) {
            Bytes.putInt16(buf, at + 2 * i, request.unknownRequired(i));
        }
        return this;
    }

    private StunWriter begin(byte[] out, int offset, int type, int transactionIdHigh, long transactionIdLow) {
        Objects.checkFromIndexSize(offset, StunMessage.HEADER_LENGTH, out.length);
        buf = out;
        off = offset;
        pos = offset + StunMessage.HEADER_LENGTH;
        Bytes.putInt16(buf, off, type);
        Bytes.putInt16(buf, off + 2, 0);
        Bytes.putInt32(buf, off + 4, StunMessage.MAGIC_COOKIE);
        Bytes.putInt32(buf, off + 8, transactionIdHigh);
        Bytes.putInt64(buf, off + 12, transactionIdLow);
        return this;
    }

    /** USERNAME, at most 508 bytes. */
    public StunWriter username(byte[] utf8) {
        if (utf8.length > StunMessage.MAX_USERNAME_LENGTH) {
            throw new IllegalArgumentException("USERNAME has " + utf8.length + " bytes, at most "
                    + StunMessage.MAX_USERNAME_LENGTH + " are allowed");
        }
        System.arraycopy(utf8, 0, buf, attribute(StunAttribute.USERNAME, utf8.length), utf8.length);
        return this;
    }

    /** MEDIASCOPE-SEQUENCE. */
    public StunWriter sequence(long sequence) {
        return longAttribute(StunAttribute.MEDIASCOPE_SEQUENCE, sequence);
    }

    public StunWriter useCandidate() {
        attribute(StunAttribute.USE_CANDIDATE, 0);
        return this;
    }

    /** PRIORITY, 0 to 2^32 - 1. */
    public StunWriter priority(long priority) {
        Bytes.putInt32(buf, attribute(StunAttribute.PRIORITY, 4), (int) priority);
        return this;
    }

    public StunWriter iceControlling(long tieBreaker) {
        return longAttribute(StunAttribute.ICE_CONTROLLING, tieBreaker);
    }

    public StunWriter iceControlled(long tieBreaker) {
        return longAttribute(StunAttribute.ICE_CONTROLLED, tieBreaker);
    }

    private StunWriter longAttribute(int type, long value) {
        Bytes.putInt64(buf, attribute(type, 8), value);
        return this;
    }

    /** XOR-MAPPED-ADDRESS, of a resolved address. */
    public StunWriter xorMappedAddress(InetSocketAddress address) {
        return xorMappedAddress(address.getAddress(), address.getPort());
    }

    /** XOR-MAPPED-ADDRESS (RFC 8489 section 14.2): XORed with the cookie and, for IPv6, the transaction id behind it. */
    public StunWriter xorMappedAddress(InetAddress address, int port) {
        byte[] bytes = address.getAddress();
        int at = attribute(StunAttribute.XOR_MAPPED_ADDRESS, 4 + bytes.length);
        Bytes.putInt16(buf, at, bytes.length == 4 ? StunMessage.FAMILY_IPV4 : StunMessage.FAMILY_IPV6);
        Bytes.putInt16(buf, at + 2, port ^ (StunMessage.MAGIC_COOKIE >>> 16));
        for (int i = 0; i < bytes.length; i++) {
            buf[at + 4 + i] = (byte) (bytes[i] ^ buf[off + 4 + i]);
        }
        return this;
    }

    /** MESSAGE-INTEGRITY over all that was written. */
    public StunWriter integrity(StunIntegrity key) {
        int value = attribute(StunAttribute.MESSAGE_INTEGRITY, StunIntegrity.LENGTH);
        key.write(buf, off, value - 4);
        return this;
    }

    /** FINGERPRINT over all that was written; nothing may follow. */
    public StunWriter fingerprint() {
        int value = attribute(StunAttribute.FINGERPRINT, 4);
        Bytes.putInt32(buf, value, fingerprints.compute(buf, off, value - 4));
        return this;
    }

    /** Bytes written. */
    public int length() {
        return pos - off;
    }

    /** Writes the attribute's header, zeros its padding and counts it; returns where its value goes. */
    private int attribute(int type, int length) {
        int padded = (length + 3) / 4 * 4;
        Objects.checkFromIndexSize(pos, 4 + padded, buf.length);
        Bytes.putInt16(buf, pos, type);
        Bytes.putInt16(buf, pos + 2, length);
        int value = pos + 4;
        for (int i = value + length; i < value + padded; i++) {
            buf[i] = 0;
        }
        pos = value + padded;
        Bytes.putInt16(buf, off + 2, length() - StunMessage.HEADER_LENGTH);
        return value;
    }
}
