package io.mediascope.it.support;

import static org.awaitility.Awaitility.await;

import io.mediascope.load.NumberedFrame;
import io.mediascope.load.light.WebSdp;
import io.mediascope.media.codec.Vp8Packetizer;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.media.webrtc.PeerDescription;
import io.mediascope.transport.web.DtlsIdentity;
import io.mediascope.transport.web.client.LightPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A browser's peer connection with numbered media: sends audio and video under two SSRCs, counts what it receives. */
public final class WebMedia implements AutoCloseable {
    private static final int AUDIO_SSRC = 0x1111;
    private static final int VIDEO_SSRC = 0x2222;

    public final LightPeer peer;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Map<Integer, AtomicLong> packets = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicLong> frames = new ConcurrentHashMap<>();
    private final Vp8Packetizer packetizer = new Vp8Packetizer(1);
    private final byte[] packet = new byte[1500];
    private int audioSequence = 100;
    private int videoSequence = 200;
    private long number;

    public WebMedia() {
        peer = new LightPeer(DtlsIdentity.create(), LightPeer.Options.defaults(), new LightPeer.Sink() {
            @Override
            public void rtp(byte[] plain, int length) {
                received(plain, length);
            }

            @Override
            public void rtcp(byte[] plain, int length) {}
        });
    }

    public PeerDescription self() {
        return peer.description(List.of());
    }

    /** Connects to the node's side of this description over UDP. */
    public WebMedia connect(String sdp) {
        return connect(WebSdp.node(sdp), false);
    }

    public WebMedia connect(LocalPeer node, boolean tcp) {
        IceCandidate candidate = node.candidates().stream()
                .filter(c -> c.tcp() == tcp)
                .findFirst()
                .orElseThrow();
        try {
            peer.connect(node, candidate);
            peer.connected().orTimeout(15, TimeUnit.SECONDS).join();
            return this;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Sends a frame of video and a packet of audio each 40 ms; each 25th frame is a key frame. */
    public WebMedia sending() {
        timer.scheduleAtFixedRate(this::send, 0, 40, TimeUnit.MILLISECONDS);
        return this;
    }

    private void send() {
        try {
            NumberedFrame frame = new NumberedFrame(number, System.nanoTime(), number % 25 == 0);
            byte[] audio = frame.encode(80);
            rtp(WebSdp.OPUS, audio, 0, audio.length, false, audioSequence++, number * 1920, AUDIO_SSRC);
            byte[] video = frame.encode(3000);
            packetizer.packetize(
                    video,
                    0,
                    video.length,
                    (bytes, offset, length, last) ->
                            rtp(WebSdp.VP8, bytes, offset, length, last, videoSequence++, number * 3600, VIDEO_SSRC));
            number++;
        } catch (RuntimeException e) {
            // Closed meanwhile.
        }
    }

    private void rtp(int type, byte[] payload, int off, int length, boolean marker, int sequence, long time, int ssrc) {
        int header = RtpHeader.write(packet, 0, type, marker, sequence & 0xFFFF, time, ssrc);
        System.arraycopy(payload, off, packet, header, length);
        try {
            peer.sendRtp(packet, header + length);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void received(byte[] plain, int length) {
        int type = RtpHeader.payloadType(plain, 0);
        packets.computeIfAbsent(type, t -> new AtomicLong()).incrementAndGet();
        if (RtpHeader.marker(plain, 0)) {
            frames.computeIfAbsent(type, t -> new AtomicLong()).incrementAndGet();
        }
    }

    /** Packets of this payload type until now. */
    public long packets(int payloadType) {
        AtomicLong count = packets.get(payloadType);
        return count == null ? 0 : count.get();
    }

    /** Waits until more audio and video than before has arrived. */
    public WebMedia awaitMedia(int audioType, int videoType, Duration within) {
        long audio = packets(audioType) + 25;
        long video = packets(videoType) + 50;
        await("audio and video over WebRTC")
                .atMost(within)
                .until(() -> packets(audioType) >= audio && packets(videoType) >= video);
        return this;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        peer.close();
    }
}
