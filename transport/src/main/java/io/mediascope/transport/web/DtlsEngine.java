package io.mediascope.transport.web;

import io.mediascope.media.webrtc.DtlsFingerprint;
import java.util.List;

/** DTLS servers for SRTP keys (RFC 5764). Safe from any thread, never blocks its caller. */
public interface DtlsEngine extends AutoCloseable {
    /** Of the certificate that every association shows. */
    DtlsFingerprint fingerprint();

    /**
     * Prepares a handshake, which begins with the first datagram.
     *
     * @param expected the client's certificate must have one of these
     */
    Association accept(List<DtlsFingerprint> expected, Listener listener);

    /** Ends every handshake under way. */
    @Override
    void close();

    /** One client's DTLS. Any thread. */
    interface Association {
        /** A datagram of the client; copied. Dropped and counted when too many wait. */
        void received(byte[] datagram, int length);

        /** Says close_notify when there is someone to say it to; nothing is told to the listener any more. Idempotent. */
        void close();
    }

    /** Called on the engine's threads, for one association by one at a time. */
    interface Listener {
        /** To be sent to the client; the bytes are valid during the call only. */
        void send(byte[] bytes, int offset, int length);

        /** Once. */
        void established(SrtpKeys keys);

        /** The handshake did not come to its end. The last call. */
        void failed(String reason);

        /** The client ended an established association. The last call. */
        void closed();
    }
}
