package io.mediascope.transport.relay;

import static org.awaitility.Awaitility.await;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.rtcp.RtcpHandler;
import io.mediascope.media.rtcp.RtcpReader;
import io.mediascope.media.rtcp.RtcpWriter;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WantedTrack;
import io.mediascope.media.webrtc.WebCodec;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.media.webrtc.WebExtensions;
import io.mediascope.media.webrtc.WebSection;
import io.mediascope.transport.web.DtlsIdentity;
import io.mediascope.transport.web.WebPeer;
import io.mediascope.transport.web.WebPeerListener;
import io.mediascope.transport.web.client.LightPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One peer connection of a web participant, on a real socket with real DTLS. */
final class TestPeer implements AutoCloseable, WebPeerListener, LightPeer.Sink {
    static final int OPUS_TYPE = 109;
    static final int VP8_TYPE = 120;
    static final int RTX_TYPE = 124;
    static final WebExtensions EXTENSIONS = new WebExtensions(4, 10, 11, 1, 2, 3, 13, 12);
    private static final DtlsIdentity IDENTITY = DtlsIdentity.create();

    /** A packet as it arrived, opened. */
    record Packet(byte[] bytes) {
        int ssrc() {
            return RtpHeader.ssrc(bytes, 0);
        }

        int sequence() {
            return RtpHeader.sequenceNumber(bytes, 0);
        }

        long timestamp() {
            return RtpHeader.timestamp(bytes, 0);
        }

        int payloadType() {
            return RtpHeader.payloadType(bytes, 0);
        }

        byte[] payload() {
            return Arrays.copyOfRange(bytes, RtpHeader.headerLength(bytes, 0), bytes.length);
        }
    }

    /** A feedback message that arrived: NACKed numbers one by one. */
    record Nack(int ssrc, int sequence) {}

    final List<Packet> packets = new CopyOnWriteArrayList<>();
    final List<Nack> nacks = new CopyOnWriteArrayList<>();
    final List<Integer> plis = new CopyOnWriteArrayList<>();
    final List<Integer> reported = new CopyOnWriteArrayList<>();
    final List<String> failures = new CopyOnWriteArrayList<>();
    final AtomicLong senderReports = new AtomicLong();
    final AtomicLong feedback = new AtomicLong();
    volatile @Nullable List<WantedTrack> wanted;
    private volatile CompletableFuture<Void> held = CompletableFuture.completedFuture(null);
    final WebPeer node;
    final LightPeer light;

    TestPeer(TestScope scope, String sessionId, PeerRole role) {
        light = new LightPeer(IDENTITY, LightPeer.Options.defaults(), this);
        node = scope.relay.openWebPeer(sessionId, role, this);
    }

    /** Negotiates, connects over UDP and waits until media may flow. */
    TestPeer connect(WebSection... sections) {
        return connect(node.local().candidates().get(0), sections);
    }

    TestPeer connect(IceCandidate by, WebSection... sections) {
        negotiate(sections);
        try {
            light.connect(node.local(), by);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().until(() -> light.connected().isDone());
        return this;
    }

    void negotiate(WebSection... sections) {
        node.apply(light.description(List.of(sections)));
    }

    static WebSection audio(String mid, @Nullable TrackKey track, WebEncoding... encodings) {
        WebCodec opus = new WebCodec(Codec.OPUS, OPUS_TYPE, WebCodec.NO_RTX, "");
        return new WebSection(mid, MediaType.AUDIO, track, List.of(opus), EXTENSIONS, List.of(encodings));
    }

    static WebSection video(String mid, @Nullable TrackKey track, WebEncoding... encodings) {
        return video(Codec.VP8, mid, track, encodings);
    }

    /** Under the payload type that VP8 has elsewhere. */
    static WebSection video(Codec codec, String mid, @Nullable TrackKey track, WebEncoding... encodings) {
        WebCodec agreed = new WebCodec(codec, VP8_TYPE, RTX_TYPE, "");
        return new WebSection(mid, MediaType.VIDEO, track, List.of(agreed), EXTENSIONS, List.of(encodings));
    }

    void send(byte[] packet) {
        try {
            light.sendRtp(packet, packet.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void sendRtcp(Consumer<RtcpWriter> content) {
        byte[] bytes = new byte[1200];
        RtcpWriter writer = new RtcpWriter().reset(bytes, 0, bytes.length);
        content.accept(writer);
        try {
            light.sendRtcp(bytes, writer.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Packet> of(int ssrc) {
        return packets.stream().filter(packet -> packet.ssrc() == ssrc).toList();
    }

    void awaitPackets(int ssrc, int count) {
        await().untilAsserted(() ->
                org.assertj.core.api.Assertions.assertThat(of(ssrc)).hasSizeGreaterThanOrEqualTo(count));
    }

    /** From now on its thread reads nothing more; {@link Runnable#run} lets it go on. */
    Runnable holdReading() {
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        held = goOn;
        return () -> goOn.complete(null);
    }

    @Override
    public void rtp(byte[] plain, int length) {
        held.join();
        packets.add(new Packet(Arrays.copyOf(plain, length)));
    }

    @Override
    public void rtcp(byte[] plain, int length) {
        RtcpReader.read(plain, 0, length, new Handler());
    }

    @Override
    public void connected(boolean tcp) {}

    @Override
    public void silent() {}

    @Override
    public void failed(String reason) {
        failures.add(reason);
    }

    @Override
    public void tracksWanted(List<WantedTrack> tracks) {
        wanted = tracks;
    }

    @Override
    public void close() {
        light.close();
    }

    private final class Handler implements RtcpHandler {
        @Override
        public void nack(int senderSsrc, int mediaSsrc, int pid, int blp) {
            nacks.add(new Nack(mediaSsrc, pid));
            for (int i = 0; i < 16; i++) {
                if ((blp >> i & 1) != 0) {
                    nacks.add(new Nack(mediaSsrc, (pid + 1 + i) & 0xFFFF));
                }
            }
        }

        @Override
        public void pli(int senderSsrc, int mediaSsrc) {
            plis.add(mediaSsrc);
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
            reported.add(ssrc);
        }

        @Override
        public void transportPacket(int seq, boolean received, long arrivalUs) {
            if (received) {
                feedback.incrementAndGet();
            }
        }

        @Override
        public void senderReport(int senderSsrc, long ntp64, long rtpTimestamp, long packets, long octets) {
            senderReports.incrementAndGet();
        }
    }
}
