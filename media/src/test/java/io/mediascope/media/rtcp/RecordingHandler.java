package io.mediascope.media.rtcp;

import java.util.ArrayList;
import java.util.List;

/** Writes down what it is told. */
final class RecordingHandler implements RtcpHandler {
    final List<String> calls = new ArrayList<>();

    private void note(String name, Object... values) {
        StringBuilder call = new StringBuilder(name);
        for (Object value : values) {
            call.append(' ').append(value);
        }
        calls.add(call.toString());
    }

    @Override
    public void senderReport(int senderSsrc, long ntp64, long rtpTimestamp, long packets, long octets) {
        note("sr", senderSsrc, Long.toHexString(ntp64), rtpTimestamp, packets, octets);
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
        note(
                "block",
                senderSsrc,
                ssrc,
                fractionLost,
                cumulativeLost,
                extendedHighestSeq,
                jitter,
                lastSr,
                delaySinceLastSr);
    }

    @Override
    public void nack(int senderSsrc, int mediaSsrc, int pid, int blp) {
        note("nack", senderSsrc, mediaSsrc, pid, Integer.toBinaryString(blp));
    }

    @Override
    public void pli(int senderSsrc, int mediaSsrc) {
        note("pli", senderSsrc, mediaSsrc);
    }

    @Override
    public void fir(int senderSsrc, int mediaSsrc, int seqNr) {
        note("fir", senderSsrc, mediaSsrc, seqNr);
    }

    @Override
    public void ccfbBegin(int senderSsrc, long reportTimestamp) {
        note("ccfb", senderSsrc, reportTimestamp);
    }

    @Override
    public void ccfbStream(int ssrc, int beginSeq, int count) {
        note("stream", ssrc, beginSeq, count);
    }

    @Override
    public void ccfbPacket(int ssrc, int seq, boolean received, int ecn, int arrivalOffset1024) {
        note("packet", ssrc, seq, received, ecn, arrivalOffset1024);
    }

    @Override
    public void rolloverAnnounce(int senderSsrc, int ssrc, int roc, int seq) {
        note("announce", senderSsrc, ssrc, roc, seq);
    }

    @Override
    public void rolloverAck(int senderSsrc, int ssrc, int roc) {
        note("ack", senderSsrc, ssrc, roc);
    }

    @Override
    public void transportFeedback(int senderSsrc, int mediaSsrc, int feedbackCount, int baseSeq, int count) {
        note("twcc", senderSsrc, mediaSsrc, feedbackCount, baseSeq, count);
    }

    @Override
    public void transportPacket(int seq, boolean received, long arrivalUs) {
        note("arrival", seq, received, arrivalUs);
    }

    @Override
    public void remb(int senderSsrc, long bitrateBps) {
        note("remb", senderSsrc, bitrateBps);
    }

    @Override
    public void bye(int ssrc) {
        note("bye", ssrc);
    }
}
