package io.mediascope.transport.relay;

import io.mediascope.media.rtcp.RtcpHandler;

/** Acts on the RTCP of a web publisher: its clock, in the timestamps of the streams made of its packets. */
final class WebPublisherRtcp implements RtcpHandler {
    private final WebPublisher publisher;
    private long nowNs;

    WebPublisherRtcp(WebPublisher publisher) {
        this.publisher = publisher;
    }

    /** The packets that follow came then. */
    WebPublisherRtcp at(long arrivalNs) {
        nowNs = arrivalNs;
        return this;
    }

    @Override
    public void senderReport(int senderSsrc, long ntp64, long rtpTimestamp, long packets, long octets) {
        UpTrack upTrack = publisher.upTrack(senderSsrc);
        WebOrigin origin = upTrack == null ? null : upTrack.webOrigin();
        if (upTrack != null && origin != null && origin.remoteSsrc() == senderSsrc) {
            upTrack.reception().senderReport(ntp64, nowNs);
            upTrack.senderClock().report(ntp64, origin.timestamp(rtpTimestamp), nowNs);
        }
    }
}
