package io.mediascope.media.sdp;

import io.mediascope.media.webrtc.PeerDescription;

/**
 * An answer made to a client's offer.
 *
 * @param sdp for the client
 * @param remote for the relay; refused sections are in it, without codecs
 */
public record Answer(String sdp, PeerDescription remote) {}
