package io.mediascope.media.stun;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Builds a STUN message in an array: a beginning, attributes, then {@link #integrity} and last {@link #fingerprint}. Reusable; belongs to one
 * thread. An array that is too small throws IndexOutOfBoundsException: 1500 bytes always do.
 */
public class StunWriter {
    /** Begins a Binding request; the transaction id (4 and 8 bytes) should be random. */
    public StunWriter bindingRequest(byte[] out, int off, int transactionIdHigh, long transactionIdLow) {
        throw new UnsupportedOperationException();
    }

    /** Begins the success response to {@code request}. */
    public StunWriter bindingSuccess(byte[] out, int off, StunMessage request) {
        throw new UnsupportedOperationException();
    }

    /** Begins the error response to {@code request}; a 420 names the request's {@link StunMessage#unknownRequired}. */
    public StunWriter bindingError(byte[] out, int off, StunMessage request, int code, String reason) {
        throw new UnsupportedOperationException();
    }

    /** USERNAME, at most 508 bytes. */
    public StunWriter username(byte[] utf8) {
        throw new UnsupportedOperationException();
    }

    public StunWriter sequence(long sequence) {
        throw new UnsupportedOperationException();
    }

    public StunWriter useCandidate() {
        throw new UnsupportedOperationException();
    }

    public StunWriter priority(long priority) {
        throw new UnsupportedOperationException();
    }

    public StunWriter iceControlling(long tieBreaker) {
        throw new UnsupportedOperationException();
    }

    public StunWriter iceControlled(long tieBreaker) {
        throw new UnsupportedOperationException();
    }

    /** XOR-MAPPED-ADDRESS, of a resolved address. */
    public StunWriter xorMappedAddress(InetSocketAddress address) {
        return xorMappedAddress(address.getAddress(), address.getPort());
    }

    public StunWriter xorMappedAddress(InetAddress address, int port) {
        throw new UnsupportedOperationException();
    }

    /** MESSAGE-INTEGRITY over all that was written. */
    public StunWriter integrity(StunIntegrity integrity) {
        throw new UnsupportedOperationException();
    }

    /** FINGERPRINT over all that was written; nothing may follow. */
    public StunWriter fingerprint() {
        throw new UnsupportedOperationException();
    }

    /** Bytes written. */
    public int length() {
        throw new UnsupportedOperationException();
    }
}
