package io.mediascope.transport.relay;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.media.rtcp.RtcpWriter;
import io.mediascope.transport.relay.counters.RelayCounter;
import java.util.Collection;
import java.util.List;

/** What a loop does by time: NACKs and announcements each tick, feedback each 100 ms, reports and timeouts of a participant each second, each at another
 * time. */
final class RelayTimers {
    /** Between two ticks while packets come, which carry the ticks along: no wake-up is spent on them. */
    static final long TICK_NS = 10_000_000L;

    /** The same while none come. */
    static final long IDLE_TICK_NS = 40_000_000L;

    private static final long FEEDBACK_NS = 100_000_000L;
    private static final long WEB_FEEDBACK_NS = 50_000_000L;
    private static final long SILENT_NS = 6_000_000_000L;
    private static final int MAX_REPORT_BLOCKS = 31;
    private static final int MAX_NACKS = 64;
    /** So many packets given up at once are not loss but an outage. */
    private static final int OUTAGE = 16;

    private final LoopContext loop;
    private final RtcpOut out;
    private final int[] nacks = new int[MAX_NACKS];
    private long feedbackNs;
    private long webFeedbackNs;

    RelayTimers(LoopContext loop) {
        this.loop = loop;
        this.out = loop.rtcpOut();
        this.feedbackNs = loop.turn().begin();
        this.webFeedbackNs = feedbackNs;
    }

    void tick(Collection<MediaRelay> relays, long nowNs) {
        boolean feedback = nowNs - feedbackNs >= FEEDBACK_NS;
        boolean webFeedback = nowNs - webFeedbackNs >= WEB_FEEDBACK_NS;
        for (MediaRelay relay : relays) {
            relay.settle();
            for (Participant participant : relay.participants()) {
                eachTick(participant, nowNs);
                if (feedback) {
                    feedback(participant, MediaType.AUDIO, nowNs);
                    feedback(participant, MediaType.VIDEO, nowNs);
                }
                if (webFeedback && participant.web() != null) {
                    webFeedback(participant.web());
                }
                if (participant.reportDue(nowNs)) {
                    reports(participant, nowNs);
                }
            }
        }
        feedbackNs = feedback ? nowNs : feedbackNs;
        webFeedbackNs = webFeedback ? nowNs : webFeedbackNs;
    }

    private void eachTick(Participant participant, long nowNs) {
        PipeProbe pipe = participant.pipe();
        if (pipe != null) {
            pipe.turn(nowNs);
        }
        for (int i = 0; i < participant.upTracks().size(); i++) {
            UpTrack upTrack = participant.upTracks().get(i);
            askAgain(upTrack, nowNs);
            if (upTrack.keyFrameRequests().pending()
                    && upTrack.keyFrameRequests().due(nowNs)) {
                out.pli(upTrack);
            }
        }
        List<DownTrack> announcing = participant.announcing();
        for (int i = announcing.size() - 1; i >= 0; i--) {
            if (!announceAgain(participant, announcing.get(i), nowNs)) {
                announcing.remove(i);
            }
        }
    }

    /** False when the announcement is over. */
    private boolean announceAgain(Participant participant, DownTrack downTrack, long nowNs) {
        Rollover rollover = downTrack.rollover();
        if (participant.downTrack(rollover.ssrc()) != downTrack) {
            return false;
        }
        if (rollover.givesUp()) {
            loop.counters().increment(RelayCounter.ANNOUNCEMENTS_UNANSWERED);
        } else if (rollover.repeatDue(nowNs)) {
            out.announce(participant, downTrack);
        }
        return rollover.announcing();
    }

    private void askAgain(UpTrack upTrack, long nowNs) {
        int n = upTrack.nacks().missing() == 0 ? 0 : upTrack.nacks().collect(nowNs, 0, nacks);
        if (n > 0) {
            out.begin().nack(RtcpOut.nodeSsrc(upTrack.source()), upTrack.remoteSsrc(), nacks, n);
            loop.counters().add(RelayCounter.NACKS_OUT, n);
            out.send(upTrack.source(), upTrack.type());
        }
        long lost = upTrack.nacks().takeGivenUp();
        if (lost > OUTAGE && upTrack.type() == MediaType.VIDEO) {
            askUrgently(upTrack, nowNs);
        } else if (lost > 0 && upTrack.type() == MediaType.VIDEO) {
            upTrack.owner().askKeyFrame(upTrack, nowNs);
        }
    }

    /** The key frame that the last request brought went the way of the rest. */
    private void askUrgently(UpTrack upTrack, long nowNs) {
        if (upTrack.keyFrameRequests().requestUrgent(nowNs)) {
            out.pli(upTrack);
        }
    }

    private void feedback(Participant publisher, MediaType type, long nowNs) {
        if (publisher.arrivals(type).pending()
                && publisher.arrivals(type).write(out.begin(), RtcpOut.nodeSsrc(publisher), nowNs)) {
            out.send(publisher, type);
        }
    }

    private void webFeedback(WebSide web) {
        WebPublisher publisher = web.publisher();
        if (publisher != null) {
            publisher.feedback(out);
        }
    }

    private void reports(Participant participant, long nowNs) {
        reports(participant, MediaType.AUDIO, nowNs);
        reports(participant, MediaType.VIDEO, nowNs);
        WebSide web = participant.web();
        if (web != null && web.subscriber() != null) {
            web.subscriber().reports(out, nowNs);
        }
        for (int i = 0; i < participant.upTracks().size(); i++) {
            participant.upTracks().get(i).trim(nowNs);
        }
        if (participant.web() == null) {
            checkPath(participant, participant.outlet(MediaType.AUDIO), nowNs);
            checkPath(participant, participant.outlet(MediaType.VIDEO), nowNs);
        }
    }

    /** All that is to be reported in one packet, as far as it has room. */
    private void reports(Participant participant, MediaType type, long nowNs) {
        if (participant.outlet(type).transport() == null) {
            return;
        }
        if (!receiverReport(participant, type, nowNs)) {
            out.begin();
        }
        for (DownTrack downTrack : participant.downTracks()) {
            if (downTrack.upTrack().type() == type && !senderReport(downTrack, nowNs)) {
                out.send(participant, type);
                out.begin();
                senderReport(downTrack, nowNs);
            }
        }
        out.send(participant, type);
    }

    /** RFC 3550 section 6.4.2: how this participant's streams arrive; false when none does. */
    private boolean receiverReport(Participant publisher, MediaType type, long nowNs) {
        RtcpWriter writer = out.begin();
        writer.receiverReportBegin(RtcpOut.nodeSsrc(publisher));
        int blocks = 0;
        for (int i = 0; i < publisher.upTracks().size() && blocks < MAX_REPORT_BLOCKS; i++) {
            UpTrack upTrack = publisher.upTracks().get(i);
            if (upTrack.type() == type
                    && upTrack.source() == publisher
                    && upTrack.reception().writeReportBlock(writer, upTrack.remoteSsrc(), nowNs)) {
                blocks++;
            }
        }
        writer.receiverReportEnd();
        return blocks > 0;
    }

    /** RFC 3550 section 6.4.1, made anew from the publisher's clock for each receiver; false when there was no room. */
    private boolean senderReport(DownTrack downTrack, long nowNs) {
        SenderClock clock = downTrack.upTrack().senderClock();
        if (!clock.known() || downTrack.packets() == 0) {
            return true;
        }
        long ntp64 = clock.ntp64(nowNs);
        if (!out.writer()
                .senderReport(
                        downTrack.upTrack().ssrc(),
                        ntp64,
                        clock.rtpTimestamp(nowNs),
                        downTrack.packets() & 0xFFFF_FFFFL,
                        downTrack.payloadOctets() & 0xFFFF_FFFFL)) {
            return false;
        }
        downTrack.reports().senderReportSent(ntp64, nowNs);
        return true;
    }

    private static void checkPath(Participant participant, Outlet outlet, long nowNs) {
        boolean udpSilent = nowNs - outlet.path().seenNs() > SILENT_NS;
        boolean silent = nowNs - participant.lastSeenNs() > SILENT_NS;
        if (outlet.transport() == Transport.UDP_RELAY && udpSilent) {
            participant.select(outlet, outlet.channel() == null ? null : Transport.TCP);
        } else if (outlet.transport() == Transport.TCP && outlet.channel() == null && silent) {
            participant.select(outlet, null);
        }
    }
}
