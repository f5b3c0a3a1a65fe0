package io.mediascope.transport.web;

import io.mediascope.media.webrtc.IceCandidate;
import java.util.List;

/** What peer connections need of the loop on which they live. */
public interface WebLoop {
    /** Two hexadecimal digits of it begin every ufrag. Any thread. */
    int index();

    /** The loop's UDP candidates, best first. Any thread. */
    List<IceCandidate> candidates();

    /** Runs a task as a turn of the loop. Any thread; lost only when the loop is closed. */
    void execute(Runnable task);

    /** Time of the turn under way. On the loop. */
    long nowNs();

    /** Flushes {@code connection} at the end of this turn; to be called once for each connection and turn. On the loop. */
    void flushLater(PeerConnection connection);
}
