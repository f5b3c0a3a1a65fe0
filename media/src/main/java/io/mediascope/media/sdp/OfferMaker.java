package io.mediascope.media.sdp;

import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.media.webrtc.PeerDescription;
import io.mediascope.media.webrtc.WantedTrack;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * The node's side of a subscriber's connection: offers what the client shall receive, reads its answers (RFC 9429 section 5.2).
 * Any number of negotiations, one at a time. Sections never go away; one without a track is used again for the next track of its
 * media type. One thread at a time.
 */
public final class OfferMaker {
    /**
     * @param sessionId of the {@code o=} line, positive
     * @param ssrcs gives SSRCs that are not used in this connection, never 0
     */
    public OfferMaker(CodecPolicy policy, long sessionId, IntSupplier ssrcs) {}

    /**
     * What shall flow from the next offer on, most important first. Tracks that have a section keep it.
     *
     * @return whether that asks for an offer
     */
    public boolean wanted(List<WantedTrack> tracks) {
        return false;
    }

    /** Those of the wanted tracks for which there is no section left. */
    public List<WantedTrack> unserved() {
        return List.of();
    }

    /** The sections as they will stand in the next offer. */
    public List<Slot> slots() {
        return List.of();
    }

    /** The offer; a new one replaces one that was not answered. With other credentials in {@code local} it restarts ICE. */
    public String offer(LocalPeer local) {
        return "";
    }

    /**
     * Takes the answer to the last offer.
     *
     * @return what was agreed, with the tracks as they were offered; sections that the client refused have no codecs
     */
    public PeerDescription accept(String answer) throws SdpException {
        SessionDescription.parse(answer);
        return new PeerDescription(new StunCredentials("", ""), List.of(), List.of());
    }
}
