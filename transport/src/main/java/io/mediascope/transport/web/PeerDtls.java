package io.mediascope.transport.web;

import io.mediascope.media.webrtc.DtlsFingerprint;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A peer connection's DTLS: carries datagrams to the engine's threads, and what they give back to the loop. */
final class PeerDtls implements DtlsEngine.Listener {
    private final PeerConnection connection;
    private final WebPeers peers;
    private DtlsEngine.@Nullable Association association;

    /** Where the client's last DTLS datagram came from: answers go there until a path is nominated. */
    private @Nullable PeerPath lastPath;

    PeerDtls(PeerConnection connection, WebPeers peers) {
        this.connection = connection;
        this.peers = peers;
    }

    /** The certificates that are taken; those of the first call stay. */
    void expect(List<DtlsFingerprint> fingerprints) {
        if (association == null) {
            association = peers.dtls().accept(fingerprints, this);
        }
    }

    void received(PeerPath path, byte[] packet, int length) {
        DtlsEngine.Association to = association;
        lastPath = path;
        if (to == null) {
            peers.counters().increment(WebCounter.DTLS_EARLY); // the client repeats it
        } else {
            peers.counters().increment(WebCounter.DTLS_IN);
            to.received(packet, length);
        }
    }

    void close() {
        if (association != null) {
            association.close();
        }
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
        peers.loop().execute(() -> connection.sendPlain(lastPath, copy));
    }

    @Override
    public void established(SrtpKeys keys) {
        peers.loop().execute(() -> connection.established(keys));
    }

    @Override
    public void failed(String reason) {
        peers.loop().execute(() -> connection.fail("DTLS: " + reason));
    }

    @Override
    public void closed() {
        peers.loop().execute(() -> connection.fail(WebPeerListener.CLOSED_BY_CLIENT));
    }
}
