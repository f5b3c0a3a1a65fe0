package io.mediascope.transport.web;

import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.transport.relay.PeerNode;
import io.mediascope.transport.web.client.LightPeer;
import io.mediascope.transport.web.client.LightWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A light peer with one peer connection of a node, joined to each other. */
final class PeerClient implements AutoCloseable {
    static final DtlsIdentity IDENTITY = DtlsIdentity.create();

    final PeerNode.Peer peer;
    final LightPeer light;
    final List<byte[]> rtp = new CopyOnWriteArrayList<>();
    final List<byte[]> rtcp = new CopyOnWriteArrayList<>();

    PeerClient(PeerNode.Peer peer) {
        this(peer, LightPeer.Options.defaults());
    }

    PeerClient(PeerNode.Peer peer, LightPeer.Options options) {
        this.peer = peer;
        this.light = new LightPeer(IDENTITY, options, new LightPeer.Sink() {
            @Override
            public void rtp(byte[] plain, int length) {
                rtp.add(Arrays.copyOf(plain, length));
            }

            @Override
            public void rtcp(byte[] plain, int length) {
                rtcp.add(Arrays.copyOf(plain, length));
            }
        });
    }

    /** Signals, binds and shakes hands. */
    PeerClient connect(PeerNode node) {
        begin(node, peer.connection.local().candidates().get(0));
        light.connected().orTimeout(10, TimeUnit.SECONDS).join();
        return this;
    }

    LightWire begin(PeerNode node, IceCandidate candidate) {
        node.onLoop(() -> {
            peer.connection.describe(light.description(List.of()));
            return true;
        });
        try {
            return light.connect(peer.connection.local(), candidate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] packet(int ssrc, int sequence, int payloadBytes) {
        byte[] packet = new byte[12 + payloadBytes];
        RtpHeader.write(packet, 0, 96, false, sequence, 1000L * sequence, ssrc);
        Arrays.fill(packet, 12, packet.length, (byte) sequence);
        return packet;
    }

    void sendRtp(int ssrc, int sequence) {
        byte[] packet = packet(ssrc, sequence, 100);
        try {
            light.sendRtp(packet, packet.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        light.close();
    }
}
