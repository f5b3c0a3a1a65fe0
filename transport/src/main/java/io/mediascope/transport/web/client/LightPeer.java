package io.mediascope.transport.web.client;

import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.rtp.PacketKind;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.srtp.SrtcpReceiver;
import io.mediascope.media.srtp.SrtcpSender;
import io.mediascope.media.srtp.SrtpProfile;
import io.mediascope.media.srtp.SrtpReceiver;
import io.mediascope.media.srtp.SrtpSender;
import io.mediascope.media.webrtc.DtlsFingerprint;
import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.media.webrtc.PeerDescription;
import io.mediascope.media.webrtc.WebSection;
import io.mediascope.transport.web.DtlsIdentity;
import io.mediascope.transport.web.SrtpKeys;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One side of a peer connection as a browser has it: the full, controlling ICE agent, towards a lite node or another full agent, the DTLS client, SRTP. It
 * sends and receives plain RTP and RTCP; what is in them is the caller's.
 */
public final class LightPeer implements AutoCloseable {
    private static final int MAX_PACKET_BYTES = 1500;

    /** Takes what arrived, on the peer's reading thread. */
    public interface Sink {
        void rtp(byte[] plain, int length);

        void rtcp(byte[] plain, int length);
    }

    /**
     * How a peer differs from others.
     *
     * @param profiles offered, preferred first
     * @param helloPaddingBytes make the ClientHello longer, so that it needs two datagrams
     * @param mtu of DTLS datagrams
     */
    public record Options(List<SrtpProfile> profiles, int helloPaddingBytes, int mtu) {
        public static Options defaults() {
            return new Options(List.of(SrtpProfile.AEAD_AES_128_GCM), 0, 1200);
        }
    }

    private final DtlsIdentity identity;
    private final Options options;
    private final Sink sink;
    private final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
    private final List<LightWire> wires = new CopyOnWriteArrayList<>();
    private final Map<Integer, SrtpSender> senders = new HashMap<>();
    private final Map<Integer, SrtpReceiver> receivers = new HashMap<>();
    private final byte[] sealed = new byte[2048];
    private StunCredentials ice = credentials();
    private volatile @Nullable LightWire active;
    private volatile @Nullable LightDtls dtls;
    private volatile @Nullable SrtpKeys agreed;
    private @Nullable SrtcpSender rtcpSender;
    private @Nullable SrtcpReceiver rtcpReceiver;

    public LightPeer(DtlsIdentity identity, Options options, Sink sink) {
        this.identity = identity;
        this.options = options;
        this.sink = sink;
    }

    private static StunCredentials credentials() {
        // Letters and digits only (RFC 8839 section 5.4).
        return new StunCredentials(
                UUID.randomUUID().toString().substring(0, 8),
                UUID.randomUUID().toString().replace("-", ""));
    }

    public DtlsFingerprint fingerprint() {
        return identity.fingerprint();
    }

    /** What its side of the negotiation says, with these sections. */
    public synchronized PeerDescription description(List<WebSection> sections) {
        return new PeerDescription(ice, List.of(fingerprint()), sections);
    }

    /**
     * Begins Bindings with a candidate of the node, nominates it when it answers and, the first time, makes the DTLS handshake. Called again
     * with a restarted {@code node} it is an ICE restart; the wire before stays until the new one has answered.
     */
    public LightWire connect(LocalPeer node, IceCandidate candidate) throws IOException {
        return connect(node, node.ice().password(), candidate);
    }

    /** The same with another password than the node's, as a stranger would guess it. */
    public synchronized LightWire connect(LocalPeer node, String password, IceCandidate candidate) throws IOException {
        StunCredentials remote = new StunCredentials(node.ice().ufrag(), password);
        LightWire wire = new LightWire(this, candidate, ice, remote);
        wires.add(wire);
        if (dtls == null) {
            dtls = new LightDtls(
                    identity,
                    node.fingerprint(),
                    options.profiles(),
                    options.helloPaddingBytes(),
                    options.mtu(),
                    this::sendDtls);
        }
        wire.start();
        return wire;
    }

    /** Own credentials for an ICE restart; to be called before {@link #connect} with the node's new ones. */
    public synchronized void restart() {
        ice = credentials();
    }

    /** Completes with the keys, or with why there are none. */
    public CompletableFuture<SrtpKeys> connected() {
        return keys;
    }

    /** The wire that the node answered on last; null before. */
    public @Nullable LightWire wire() {
        return active;
    }

    void answered(LightWire wire) {
        boolean first = active == null;
        LightWire before = active;
        active = wire;
        if (first) {
            startDtls();
        } else if (before != wire && before != null) {
            wires.remove(before);
            before.close();
        }
    }

    private void startDtls() {
        LightDtls starting = dtls;
        if (starting != null) {
            starting.start("light-peer-dtls").whenComplete((got, failure) -> {
                if (got != null) {
                    established(got);
                    keys.complete(got);
                } else {
                    keys.completeExceptionally(failure == null ? new IOException("no keys") : failure);
                }
            });
        }
    }

    private synchronized void established(SrtpKeys got) {
        rtcpSender = new SrtcpSender(got.profile(), got.client(), false);
        rtcpReceiver = new SrtcpReceiver(got.profile(), List.of(got.server()), false);
        agreed = got;
    }

    private void sendDtls(byte[] bytes, int offset, int length) throws IOException {
        LightWire wire = active;
        if (wire != null) {
            wire.send(bytes, offset, length);
        }
    }

    /** Seals and sends an RTP packet. */
    public synchronized void sendRtp(byte[] plain, int length) throws IOException {
        SrtpKeys have = connectedKeys();
        SrtpSender sender = senders.computeIfAbsent(
                RtpHeader.ssrc(plain, 0), ssrc -> new SrtpSender(have.profile(), have.client(), ssrc, false));
        send(sender.protect(plain, 0, length, sealed, 0));
    }

    /** Seals and sends a compound RTCP packet. */
    public synchronized void sendRtcp(byte[] plain, int length) throws IOException {
        connectedKeys();
        SrtcpSender sender = rtcpSender;
        if (sender != null) {
            send(sender.protect(plain, 0, length, sealed, 0));
        }
    }

    private void send(int length) throws IOException {
        LightWire wire = active;
        if (length < 0 || wire == null) {
            throw new IOException("cannot seal or send: " + length);
        }
        wire.send(sealed, 0, length);
    }

    private SrtpKeys connectedKeys() throws IOException {
        SrtpKeys have = agreed;
        if (have == null) {
            throw new IOException("not connected");
        }
        return have;
    }

    /** Whatever came by a wire and is not STUN. */
    void received(byte[] packet, int length) {
        PacketKind kind = PacketKind.of(packet, 0, length);
        LightDtls to = dtls;
        if (kind == PacketKind.DTLS && to != null) {
            to.received(Arrays.copyOf(packet, length));
        } else if (agreed != null && (kind == PacketKind.RTP || kind == PacketKind.RTCP)) {
            media(kind, packet, length);
        }
    }

    private void media(PacketKind kind, byte[] packet, int length) {
        byte[] plain = new byte[MAX_PACKET_BYTES];
        int plainLength = open(kind, packet, length, plain);
        if (plainLength >= 0 && kind == PacketKind.RTP) {
            sink.rtp(plain, plainLength);
        } else if (plainLength >= 0) {
            sink.rtcp(plain, plainLength);
        }
    }

    private synchronized int open(PacketKind kind, byte[] packet, int length, byte[] plain) {
        SrtpKeys have = agreed;
        SrtcpReceiver rtcp = rtcpReceiver;
        if (have == null || rtcp == null) {
            return -1;
        }
        if (kind == PacketKind.RTCP) {
            return rtcp.unprotect(packet, 0, length, plain, 0);
        }
        if (!RtpHeader.isValid(packet, 0, length)) {
            return -1;
        }
        return receivers
                .computeIfAbsent(
                        RtpHeader.ssrc(packet, 0),
                        ssrc -> new SrtpReceiver(have.profile(), List.of(have.server()), ssrc, false))
                .unprotect(packet, 0, length, plain, 0);
    }

    /** Ends it as a browser does: DTLS close_notify. */
    public void sayGoodbye() throws IOException {
        LightDtls open = dtls;
        if (open != null) {
            open.sayGoodbye();
        }
    }

    /** Whether the node has ended it so. */
    public boolean heardGoodbye() throws IOException {
        LightDtls open = dtls;
        return open != null && open.heardGoodbye();
    }

    /** Stops at once, without a word. */
    @Override
    public void close() {
        LightDtls open = dtls;
        if (open != null) {
            open.stop();
        }
        wires.forEach(LightWire::close);
    }
}
