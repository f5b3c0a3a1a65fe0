package io.mediascope.transport.relay;

import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.transport.web.PeerConnection;
import io.mediascope.transport.web.WebLoop;
import java.util.List;

/** What WebRTC peer connections get of their loop. */
final class LoopWeb implements WebLoop {
    private final RelayLoop loop;
    private final Turn turn;

    LoopWeb(RelayLoop loop, Turn turn) {
        this.loop = loop;
        this.turn = turn;
    }

    @Override
    public int index() {
        return loop.index();
    }

    @Override
    public List<IceCandidate> candidates() {
        return loop.webAddresses().stream()
                .map(address -> new IceCandidate(false, address.getAddress().getHostAddress(), address.getPort()))
                .toList();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public long nowNs() {
        return turn.begin();
    }

    @Override
    public void flushLater(PeerConnection connection) {
        turn.flushLater(connection);
    }
}
