package io.mediascope.transport.relay;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.rtcp.RtcpHandler;
import io.mediascope.media.rtcp.RtcpReader;
import io.mediascope.media.rtcp.RtcpWriter;
import io.mediascope.media.rtp.PacketKind;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.srtp.HopDirection;
import io.mediascope.media.srtp.SrtcpReceiver;
import io.mediascope.media.srtp.SrtcpSender;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.media.srtp.SrtpProfile;
import io.mediascope.media.srtp.SrtpReceiver;
import io.mediascope.media.srtp.SrtpSender;
import io.mediascope.media.srtp.StreamKeyDerivation;
import io.mediascope.media.stun.StunIntegrity;
import io.mediascope.media.stun.StunMessage;
import io.mediascope.media.stun.StunWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A native participant on real sockets: STUN, SRTP and SRTCP, driven by the test's thread. */
final class TestClient implements AutoCloseable {
    static final byte[] SECRET = "a scope secret of thirty-two by.".getBytes(StandardCharsets.US_ASCII);
    private static final SrtpProfile PROFILE = SrtpProfile.AEAD_AES_128_GCM;

    final String sessionId;
    final StunCredentials stun;
    final HopKeys hop;
    final Map<MediaType, DatagramSocket> sockets = new HashMap<>();
    final DatagramSocket mux;
    final List<String> log = new ArrayList<>();
    /** Plain packets received, by SSRC. */
    final Map<Integer, List<byte[]>> received = new HashMap<>();
    /** Ciphertext of the packets received. */
    final List<byte[]> ciphertexts = new ArrayList<>();

    final List<Integer> nacked = new ArrayList<>();
    final Map<Integer, Integer> announcedRoc = new HashMap<>();
    final AtomicLong plis = new AtomicLong();
    final AtomicLong feedbacks = new AtomicLong();
    final AtomicLong receiverReports = new AtomicLong();
    final AtomicLong senderReports = new AtomicLong();
    final AtomicLong rolloverAcks = new AtomicLong();
    final AtomicLong stunAnswers = new AtomicLong();
    final AtomicLong stunErrors = new AtomicLong();
    final AtomicLong reportedOctets = new AtomicLong();
    final AtomicLong authFailures = new AtomicLong();
    boolean acknowledge = true;
    final AtomicLong sequence = new AtomicLong();
    private final Map<Integer, SrtpSender> senders = new HashMap<>();
    private final Map<Integer, SrtpReceiver> receivers = new HashMap<>();
    private final SrtcpSender rtcpSender;
    private final SrtcpReceiver rtcpReceiver;
    private final byte[] buffer = new byte[4096];
    private final byte[] plain = new byte[4096];
    private final Handler handler = new Handler();

    TestClient(String sessionId, int number) {
        this.sessionId = sessionId;
        this.stun = new StunCredentials(String.format("00%s", sessionId), "password-of-" + sessionId);
        SrtpKey up = StreamKeyDerivation.hop(SECRET, sessionId, 1, 1, HopDirection.CLIENT_TO_NODE);
        SrtpKey down = StreamKeyDerivation.hop(SECRET, sessionId, 1, 1, HopDirection.NODE_TO_CLIENT);
        this.hop = new HopKeys(0x1000 + number, 0x2000 + number, up, down);
        this.rtcpSender = new SrtcpSender(PROFILE, up, true);
        this.rtcpReceiver = new SrtcpReceiver(PROFILE, List.of(down), true);
        try {
            for (MediaType type : MediaType.values()) {
                sockets.put(type, socket());
            }
            this.mux = socket();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static DatagramSocket socket() throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setReceiveBufferSize(4 << 20);
        return socket;
    }

    RouteStream stream(TrackKind kind, LayerName layer, int ssrc) {
        return stream(kind, layer, ssrc, kind == TrackKind.AUDIO ? Codec.OPUS : Codec.VP8);
    }

    RouteStream stream(TrackKind kind, LayerName layer, int ssrc, Codec codec) {
        SrtpKey key = StreamKeyDerivation.stream(SECRET, sessionId, 1, ssrc, 0);
        return new RouteStream(kind.name(), kind, layer, codec, ssrc, 1, List.of(key), 0);
    }

    RouteParticipant route(List<RouteStream> streams, RouteSubscription subscription) {
        return new RouteParticipant(
                sessionId, "user-" + sessionId, 1, stun, hop, streams, subscription, false, false, null);
    }

    /** Knows the keys of this stream from now on. */
    void expect(RouteStream stream) {
        receivers.put(stream.ssrc(), new SrtpReceiver(PROFILE, stream.keys(), stream.ssrc(), true));
    }

    byte[] binding(boolean useCandidate) {
        return binding(sequence.incrementAndGet(), stun.password(), useCandidate);
    }

    byte[] binding(long seq, String password, boolean useCandidate) {
        byte[] out = new byte[600];
        StunWriter writer = new StunWriter().bindingRequest(out, 0, (int) seq, seq);
        writer.username(stun.ufrag().getBytes(StandardCharsets.UTF_8)).sequence(seq);
        if (useCandidate) {
            writer.useCandidate();
        }
        writer.integrity(new StunIntegrity(password)).fingerprint();
        return Arrays.copyOf(out, writer.length());
    }

    /** Authentic and new, but with an attribute of a comprehension-required type that nobody knows. */
    byte[] bindingWithUnknownAttribute() {
        byte[] out = new byte[600];
        long seq = sequence.incrementAndGet();
        StunWriter writer = new StunWriter().bindingRequest(out, 0, (int) seq, seq);
        writer.username(stun.ufrag().getBytes(StandardCharsets.UTF_8)).sequence(seq);
        int at = writer.length();
        writer.priority(1);
        out[at] = 0x77;
        out[at + 1] = 0x77;
        writer.integrity(new StunIntegrity(stun.password())).fingerprint();
        return Arrays.copyOf(out, writer.length());
    }

    /** Proves both media paths and waits for the answers. */
    void connect(RelayEndpoints endpoints) {
        keepAlive(endpoints);
        await(() -> stunAnswers.get() >= 2);
    }

    /** What a client sends every 2 s. */
    void keepAlive(RelayEndpoints endpoints) {
        for (MediaType type : MediaType.values()) {
            send(sockets.get(type), binding(true), endpoint(endpoints, type));
        }
    }

    static InetSocketAddress endpoint(RelayEndpoints endpoints, MediaType type) {
        return (type == MediaType.AUDIO ? endpoints.audio() : endpoints.video()).get(0);
    }

    static void send(DatagramSocket socket, byte[] bytes, InetSocketAddress to) {
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] seal(RouteStream stream, int seq, long timestamp, byte[] payload) {
        byte[] rtp = new byte[12 + payload.length];
        RtpHeader.write(rtp, 0, stream.codec().payloadType(), false, seq, timestamp, stream.ssrc());
        System.arraycopy(payload, 0, rtp, 12, payload.length);
        SrtpSender sender = senders.computeIfAbsent(
                stream.ssrc(), ssrc -> new SrtpSender(PROFILE, stream.keys().get(0), ssrc, true));
        byte[] out = new byte[rtp.length + sender.overhead()];
        int length = sender.protect(rtp, 0, rtp.length, out, 0);
        if (length <= 0) {
            throw new IllegalStateException("sealing failed: " + length);
        }
        return Arrays.copyOf(out, length);
    }

    byte[] rtcp(Consumer<RtcpWriter> content) {
        byte[] in = new byte[1200];
        RtcpWriter writer = new RtcpWriter().reset(in, 0, in.length);
        content.accept(writer);
        byte[] out = new byte[1300];
        int length = rtcpSender.protect(in, 0, writer.length(), out, 0);
        if (length <= 0) {
            throw new IllegalStateException("sealing failed: " + length);
        }
        return Arrays.copyOf(out, length);
    }

    void sendRtcp(RelayEndpoints endpoints, MediaType type, Consumer<RtcpWriter> content) {
        send(sockets.get(type), rtcp(content), endpoint(endpoints, type));
    }

    /** Takes what arrives until the condition holds; fails after 5 s. */
    void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 5_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(sessionId + " waited in vain; refused " + authFailures + ", received "
                        + received.entrySet().stream()
                                .map(e -> e.getKey() + ": " + e.getValue().size())
                                .toList());
            }
            pump(2);
        }
    }

    /** Takes what arrives for so long. */
    void pumpFor(long ms) {
        long end = System.nanoTime() + ms * 1_000_000;
        while (System.nanoTime() < end) {
            pump(2);
        }
    }

    private void pump(int timeoutMs) {
        for (DatagramSocket socket : List.of(sockets.get(MediaType.AUDIO), sockets.get(MediaType.VIDEO), mux)) {
            drain(socket, timeoutMs);
        }
    }

    private void drain(DatagramSocket socket, int timeoutMs) {
        try {
            socket.setSoTimeout(timeoutMs);
            for (int i = 0; i < 1000; i++) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                take(
                        Arrays.copyOf(buffer, packet.getLength()),
                        bytes -> send(socket, bytes, (InetSocketAddress) packet.getSocketAddress()));
            }
        } catch (SocketTimeoutException e) {
            // nothing more for now
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One packet from whichever transport. */
    void take(byte[] packet, Consumer<byte[]> answer) {
        switch (PacketKind.of(packet, 0, packet.length)) {
            case STUN -> stun(packet);
            case RTP -> rtp(packet);
            case RTCP -> rtcp(packet, answer);
            default -> log.add("unknown packet");
        }
    }

    private void stun(byte[] packet) {
        StunMessage message = new StunMessage();
        if (!message.parse(packet, 0, packet.length)) {
            log.add("malformed STUN");
        } else if (message.type() == StunMessage.BINDING_ERROR) {
            stunErrors.incrementAndGet();
        } else if (message.type() == StunMessage.BINDING_SUCCESS) {
            if (!message.hasIntegrity() || message.verifyIntegrity(new StunIntegrity(stun.password()))) {
                stunAnswers.incrementAndGet();
            }
        }
    }

    private void rtp(byte[] packet) {
        int ssrc = RtpHeader.ssrc(packet, 0);
        SrtpReceiver receiver = receivers.get(ssrc);
        if (receiver == null) {
            log.add("unexpected SSRC " + ssrc);
            return;
        }
        int length = receiver.unprotect(packet, 0, packet.length, plain, 0);
        if (length < 0) {
            authFailures.incrementAndGet();
        } else {
            received.computeIfAbsent(ssrc, s -> new ArrayList<>()).add(Arrays.copyOf(plain, length));
            ciphertexts.add(packet);
        }
    }

    private void rtcp(byte[] packet, Consumer<byte[]> answer) {
        int length = rtcpReceiver.unprotect(packet, 0, packet.length, plain, 0);
        if (length < 0 || !RtcpReader.read(Arrays.copyOf(plain, length), 0, length, handler.answering(answer))) {
            authFailures.incrementAndGet();
        }
    }

    int count(RouteStream stream) {
        return received.getOrDefault(stream.ssrc(), List.of()).size();
    }

    List<Integer> sequenceNumbers(RouteStream stream) {
        return received.getOrDefault(stream.ssrc(), List.of()).stream()
                .map(bytes -> RtpHeader.sequenceNumber(bytes, 0))
                .toList();
    }

    @Override
    public void close() {
        sockets.values().forEach(DatagramSocket::close);
        mux.close();
    }

    private final class Handler implements RtcpHandler {
        private Consumer<byte[]> answer = bytes -> {};

        Handler answering(Consumer<byte[]> to) {
            answer = to;
            return this;
        }

        @Override
        public void rolloverAnnounce(int senderSsrc, int ssrc, int roc, int seq) {
            announcedRoc.put(ssrc, roc);
            SrtpReceiver receiver = receivers.get(ssrc);
            if (receiver != null) {
                receiver.announce(roc, seq);
            }
            if (acknowledge) {
                answer.accept(rtcp(writer -> writer.rolloverAck(hop.clientSsrc(), ssrc, roc)));
            }
        }

        @Override
        public void rolloverAck(int senderSsrc, int ssrc, int roc) {
            rolloverAcks.incrementAndGet();
        }

        @Override
        public void nack(int senderSsrc, int mediaSsrc, int pid, int blp) {
            nacked.add(pid);
            for (int i = 0; i < 16; i++) {
                if ((blp >> i & 1) != 0) {
                    nacked.add((pid + 1 + i) & 0xFFFF);
                }
            }
        }

        @Override
        public void pli(int senderSsrc, int mediaSsrc) {
            plis.incrementAndGet();
        }

        @Override
        public void ccfbStream(int ssrc, int beginSeq, int count) {
            feedbacks.incrementAndGet();
        }

        @Override
        public void reportBlock(
                int senderSsrc,
                int ssrc,
                int fractionLost,
                int cumulativeLost,
                long extendedHighestSeq,
                long jitter,
                long lastSr,
                long delaySinceLastSr) {
            receiverReports.incrementAndGet();
        }

        @Override
        public void senderReport(int senderSsrc, long ntp64, long rtpTimestamp, long packets, long octets) {
            senderReports.incrementAndGet();
            reportedOctets.set(octets);
        }
    }
}
