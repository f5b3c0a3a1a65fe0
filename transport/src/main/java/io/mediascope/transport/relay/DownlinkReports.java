package io.mediascope.transport.relay;

/** What a receiver reports on one stream: RFC 3550 report blocks and RFC 8888 feedback. */
final class DownlinkReports {
    private static final int REMEMBERED = 4;

    private final long[] reportNtp = new long[REMEMBERED];
    private final long[] reportSentNs = new long[REMEMBERED];
    private int nextReport;
    private boolean blockSeen;
    private long blockLost;
    private long feedbackLost;
    private int feedbackHighest = -1;
    private long roundTripNs;

    /** A sender report has left; its middle NTP bits come back in the receiver's report block. */
    void senderReportSent(long ntp64, long nowNs) {
        reportNtp[nextReport] = ntp64 >>> 16 & 0xFFFF_FFFFL;
        reportSentNs[nextReport] = nowNs;
        nextReport = (nextReport + 1) % REMEMBERED;
    }

    void reportBlock(int cumulativeLost, long lastSr, long delaySinceLastSr, long nowNs) {
        blockSeen = true;
        blockLost = Math.max(0, cumulativeLost);
        if (lastSr == 0) {
            return;
        }
        for (int i = 0; i < REMEMBERED; i++) {
            if (reportNtp[i] == lastSr) {
                long sinceNs = nowNs - reportSentNs[i] - delaySinceLastSr * 1_000_000_000L / 65_536;
                roundTripNs = Math.max(1, sinceNs);
            }
        }
    }

    /** One packet of RFC 8888 feedback; repeated reports of a packet count once. */
    void feedback(int sequenceNumber, boolean received) {
        if (feedbackHighest >= 0 && (short) (sequenceNumber - feedbackHighest) <= 0) {
            return;
        }
        feedbackHighest = sequenceNumber;
        if (!received) {
            feedbackLost++;
        }
    }

    long lost() {
        return blockSeen ? blockLost : feedbackLost;
    }

    /** 0 = not known yet. */
    long roundTripNs() {
        return roundTripNs;
    }
}
