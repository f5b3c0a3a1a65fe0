package io.mediascope.sdk;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.srtp.SrtcpSender;
import io.mediascope.media.srtp.SrtpProfile;
import io.mediascope.media.srtp.SrtpSender;
import io.mediascope.media.stun.StunMessage;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.ParticipantInfo;
import io.mediascope.transport.wire.v1.UserEvent;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Whatever arrives, forged or sealed under the right keys: it is a frame, a counter, or nothing. */
class DatagramFuzzTest {
    private static final InetSocketAddress FROM = new InetSocketAddress("127.0.0.1", 9);
    private static final int VIDEO_SSRC = 5;
    private static final int AUDIO_SSRC = 6;

    @FuzzTest
    void shouldTakeOrCount(byte[] data) {
        FuzzClient fuzz = new FuzzClient();
        fuzz.run(() -> {
            fuzz.client.inScope(joined());
            Sealer sealer = new Sealer();
            ByteBuffer in = ByteBuffer.wrap(data);
            while (in.remaining() >= 2) {
                int what = in.get() & 0xFF;
                byte[] bytes = new byte[Math.min(in.get() & 0xFF, in.remaining())];
                in.get(bytes);
                take(fuzz.client.engine(), sealer, what, bytes);
            }
        });
    }

    private static Envelope joined() {
        return Envelope.newBuilder()
                .setUserEvent(UserEvent.newBuilder()
                        .setJoined(ParticipantInfo.newBuilder()
                                .setUserId("ann")
                                .setSessionId("s")
                                .addTracks(FuzzClient.track("cam", VIDEO_SSRC, 1, true))
                                .addTracks(FuzzClient.track("mic", AUDIO_SSRC, 1, false))))
                .build();
    }

    private static void take(MediaEngine engine, Sealer sealer, int what, byte[] bytes) {
        MediaType type = (what & 4) == 0 ? MediaType.AUDIO : MediaType.VIDEO;
        byte[] buf = new byte[2048];
        switch (what & 3) {
            case 0 -> engine.arrivals().packet(type, bytes, bytes.length, FROM);
            case 1 -> engine.arrivals().packet(type, buf, sealer.rtcp(bytes, buf), FROM);
            case 2 -> engine.arrivals().packet(type, buf, sealer.rtp(type, what, bytes, buf), FROM);
            default -> {
                StunMessage message = new StunMessage();
                if (message.parse(bytes, 0, bytes.length)) {
                    engine.arrivals().peerStun(message, FROM);
                }
                engine.arrivals().packet(null, bytes, bytes.length, FROM);
            }
        }
        engine.turn(System.nanoTime());
    }

    private static final class Sealer {
        private final SrtcpSender rtcp =
                new SrtcpSender(SrtpProfile.AEAD_AES_128_GCM, FuzzClient.KEYS.nodeToClient(), true);
        private final SrtpSender audio = new SrtpSender(SrtpProfile.AEAD_AES_128_GCM, FuzzClient.KEY, AUDIO_SSRC, true);
        private final SrtpSender video = new SrtpSender(SrtpProfile.AEAD_AES_128_GCM, FuzzClient.KEY, VIDEO_SSRC, true);
        private int seq = 1;
        private long timestamp;

        int rtcp(byte[] plain, byte[] out) {
            return Math.max(0, rtcp.protect(plain, 0, plain.length, out, 0));
        }

        /** A jump of up to seven, a marker, a new timestamp: as {@code what} says. */
        int rtp(MediaType type, int what, byte[] payload, byte[] out) {
            seq += 1 + (what >>> 5);
            timestamp += (what & 16) != 0 ? 3000 : 0;
            boolean isVideo = type == MediaType.VIDEO;
            byte[] plain = new byte[payload.length + RtpHeader.FIXED_LENGTH];
            int header = RtpHeader.write(
                    plain,
                    0,
                    isVideo
                            ? io.mediascope.media.model.Codec.VP8.payloadType()
                            : io.mediascope.media.model.Codec.OPUS.payloadType(),
                    (what & 8) != 0,
                    seq & 0xFFFF,
                    timestamp,
                    isVideo ? VIDEO_SSRC : AUDIO_SSRC);
            System.arraycopy(payload, 0, plain, header, payload.length);
            return Math.max(0, (isVideo ? video : audio).protect(plain, 0, plain.length, out, 0));
        }
    }
}
