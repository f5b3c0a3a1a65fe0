package io.mediascope.load.light;

import io.mediascope.media.feedback.ArrivalRecorder;
import io.mediascope.media.feedback.FeedbackPace;
import io.mediascope.media.rtcp.RtcpHandler;
import io.mediascope.media.rtcp.RtcpReader;
import io.mediascope.media.rtcp.RtcpWriter;
import io.mediascope.media.rtp.PacketKind;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.srtp.SrtcpReceiver;
import io.mediascope.media.srtp.SrtcpSender;
import io.mediascope.media.srtp.SrtpProfile;
import io.mediascope.media.stats.ReceptionStatistics;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a native client tells its relay, at the SDK's rates: Bindings, acknowledged rollover announcements, RFC 8888 feedback,
 * receiver reports. One stream at a time. Asks for nothing again: what is lost stays lost and shows in the figures.
 */
final class NativeReceiver implements LightProtocol, RtcpHandler {
    private static final int CLOCK_RATE = 90_000;
    private static final int MAX_RTCP_BYTES = 1200;
    private static final int ROOM = 64;
    private static final long LIVE_NS = 2_000_000_000L;

    private final NativeAccess access;
    private final Bindings bindings;
    private final SrtcpSender sender;
    private final SrtcpReceiver receiver;
    private final ArrivalRecorder arrivals = new ArrivalRecorder();
    private final FeedbackPace pace = new FeedbackPace();
    private final ReceptionStatistics reception = new ReceptionStatistics(CLOCK_RATE);
    private final RtcpWriter writer = new RtcpWriter();
    private final byte[] in = new byte[2048];
    private final byte[] plain = new byte[2048];
    private final byte[] sealed = new byte[MAX_RTCP_BYTES + ROOM];
    private @Nullable Output output;
    private int ssrc;
    private long mediaNs;
    private long now;

    NativeReceiver(NativeAccess access) {
        this.access = access;
        this.bindings = new Bindings(access);
        this.sender = new SrtcpSender(SrtpProfile.AEAD_AES_128_GCM, access.hop().clientToNode(), true);
        this.receiver = new SrtcpReceiver(
                SrtpProfile.AEAD_AES_128_GCM, List.of(access.hop().nodeToClient()), true);
    }

    @Override
    public void begin(Output to, long nowNs) {
        output = to;
        turn(nowNs);
    }

    @Override
    public void media(ByteBuf packet, long nowNs) {
        int at = packet.readerIndex();
        int sequenceNumber = RtpHeader.sequenceNumber(packet, at);
        ssrc = RtpHeader.ssrc(packet, at);
        mediaNs = nowNs;
        arrivals.received(ssrc, sequenceNumber, nowNs);
        reception.received(sequenceNumber, RtpHeader.timestamp(packet, at), nowNs, packet.readableBytes());
    }

    @Override
    public void other(ByteBuf packet, long nowNs) {
        int length = Math.min(packet.readableBytes(), in.length);
        packet.getBytes(packet.readerIndex(), in, 0, length);
        PacketKind kind = PacketKind.of(in, 0, length);
        if (kind == PacketKind.STUN) {
            bindings.answered();
        } else if (kind == PacketKind.RTCP) {
            now = nowNs;
            int plainLength = receiver.unprotect(in, 0, length, plain, 0);
            if (plainLength > 0) {
                RtcpReader.read(plain, 0, plainLength, this);
            }
        }
    }

    @Override
    public void turn(long nowNs) {
        Output to = output;
        if (to == null) {
            return;
        }
        bindings.turn(to, nowNs);
        boolean report = pace.reportDue(nowNs) && ssrc != 0 && nowNs - mediaNs < LIVE_NS;
        boolean feedback = pace.feedbackDue(arrivals, nowNs);
        if (!report && !feedback) {
            return;
        }
        begin();
        if (report) {
            report(nowNs);
        }
        if (feedback) {
            arrivals.write(writer, access.hop().clientSsrc(), nowNs);
        }
        send();
    }

    private void report(long nowNs) {
        writer.receiverReportBegin(access.hop().clientSsrc());
        reception.writeReportBlock(writer, ssrc, nowNs);
        writer.receiverReportEnd();
    }

    private void begin() {
        writer.reset(plain, 0, MAX_RTCP_BYTES);
    }

    private void send() {
        Output to = output;
        int length = sender.protect(plain, 0, writer.length(), sealed, 0);
        if (to != null && length > 0) {
            to.send(sealed, length, access.video());
        }
    }

    @Override
    public void rolloverAnnounce(int senderSsrc, int streamSsrc, int roc, int sequenceNumber) {
        begin();
        writer.rolloverAck(access.hop().clientSsrc(), streamSsrc, roc);
        send();
    }

    @Override
    public void senderReport(int senderSsrc, long ntp64, long rtpTimestamp, long packets, long octets) {
        reception.senderReport(ntp64, now);
    }

    @Override
    public boolean ready() {
        return bindings.isAnswered();
    }
}
