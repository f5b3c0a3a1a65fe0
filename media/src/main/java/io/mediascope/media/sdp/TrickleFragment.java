package io.mediascope.media.sdp;

import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.webrtc.LocalPeer;
import java.util.Optional;

/**
 * An SDP fragment of trickle ICE (RFC 8840 section 9), the body of WHIP's PATCH (RFC 9725 section 4.3). Candidates of the client are
 * passed over: an ICE lite node never checks.
 *
 * @param ice the client's credentials, when it said them: others than before ask for an ICE restart
 * @param endOfCandidates whether the client has no more
 */
public record TrickleFragment(Optional<StunCredentials> ice, boolean endOfCandidates) {
    public static TrickleFragment parse(String fragment) throws SdpException {
        new SdpParser(fragment).parseFragment();
        return new TrickleFragment(Optional.empty(), false);
    }

    /** The node's answer to a fragment that restarts ICE: its new credentials and candidates. */
    public static String write(LocalPeer local, String mid) {
        return "";
    }
}
