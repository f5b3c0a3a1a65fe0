package io.mediascope.load.light;

import io.mediascope.media.model.Codec;
import io.mediascope.media.rtcp.RtcpWriter;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.srtp.SrtcpSender;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.media.srtp.SrtpProfile;
import io.mediascope.media.srtp.SrtpSender;
import java.net.InetSocketAddress;

/** One VP8 layer of a native publisher: sealed packets, Bindings, a sender report each second. What the relay says is not read. */
final class NativeSender implements PacketSource {
    private static final int HEADER_BYTES = 12;
    private static final long REPORT_NS = 1_000_000_000L;
    private static final long NANOS = 1_000_000_000L;
    private static final int SEALING_BYTES = 17;

    private final NativeAccess access;
    private final Bindings bindings;
    private final SrtpSender srtp;
    private final SrtcpSender srtcp;
    private final int ssrc;
    private final byte[] plain;
    private final RtcpWriter writer = new RtcpWriter();
    private final byte[] report = new byte[256];
    private final byte[] sealedReport = new byte[256];
    private long packets;
    private long timestamp;
    private long reportNs;

    /** @param packetBytes what leaves, sealed */
    NativeSender(NativeAccess access, int ssrc, SrtpKey key, int packetBytes) {
        this.access = access;
        this.ssrc = ssrc;
        this.bindings = new Bindings(access);
        this.srtp = new SrtpSender(SrtpProfile.AEAD_AES_128_GCM, key, ssrc, true);
        this.srtcp = new SrtcpSender(SrtpProfile.AEAD_AES_128_GCM, access.hop().clientToNode(), true);
        this.plain = new byte[packetBytes - SEALING_BYTES];
    }

    @Override
    public InetSocketAddress target() {
        return access.video();
    }

    @Override
    public int packet(byte[] out, int sequenceNumber, long rtpTimestamp, boolean frameStart, boolean frameEnd) {
        timestamp = rtpTimestamp;
        packets++;
        RtpHeader.write(plain, 0, Codec.VP8.payloadType(), frameEnd, sequenceNumber, rtpTimestamp, ssrc);
        // RFC 7741 section 4.2: S = a partition begins here; then the frame tag, of a key frame once and inter frames
        // then.
        plain[HEADER_BYTES] = (byte) (frameStart ? 0x10 : 0);
        plain[HEADER_BYTES + 1] = (byte) (packets == 1 ? 0 : 1);
        return srtp.protect(plain, 0, plain.length, out, 0);
    }

    @Override
    public void turn(LightProtocol.Output output, long nowNs) {
        bindings.turn(output, nowNs);
        if (packets > 0 && nowNs - reportNs >= REPORT_NS) {
            reportNs = nowNs;
            writer.reset(report, 0, report.length);
            long ntp64 = ((nowNs / NANOS) << 32) + ((nowNs % NANOS) << 32) / NANOS;
            writer.senderReport(ssrc, ntp64, timestamp, packets, packets * (plain.length - HEADER_BYTES));
            int length = srtcp.protect(report, 0, writer.length(), sealedReport, 0);
            output.send(sealedReport, length, access.video());
        }
    }
}
