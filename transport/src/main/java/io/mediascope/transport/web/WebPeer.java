package io.mediascope.transport.web;

import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.media.webrtc.PeerDescription;

/** One WebRTC peer connection of one session, from outside of its loop. Every method is safe from any thread and returns at once. */
public interface WebPeer {
    /** The node's side as it stands now, with UDP candidates. */
    LocalPeer local();

    /**
     * Begins an ICE restart (RFC 8445 section 9): new local credentials. The old ones are accepted until a Binding with
     * the new ones has arrived.
     */
    LocalPeer restartIce();

    /**
     * Takes what the client said and what was agreed. May be called again, for each negotiation; sections that are the same
     * go on undisturbed.
     */
    void apply(PeerDescription remote);

    /** Closes the connection with a DTLS close_notify; idempotent. */
    void close();
}
