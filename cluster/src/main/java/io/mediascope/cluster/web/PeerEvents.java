package io.mediascope.cluster.web;

import akka.actor.typed.ActorRef;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WantedTrack;
import io.mediascope.transport.web.WebPeerListener;
import java.util.List;

/** Carries what a peer connection tells from its loop to the session's mailbox. */
record PeerEvents(ActorRef<? super WebCommand.FromPeer> session, PeerRole role, int number) implements WebPeerListener {
    @Override
    public void connected(boolean tcp) {
        session.tell(new WebCommand.PeerConnected(role, number, tcp));
    }

    @Override
    public void silent() {
        session.tell(new WebCommand.PeerSilent(role, number));
    }

    @Override
    public void failed(String reason) {
        session.tell(new WebCommand.PeerFailed(role, number, reason));
    }

    @Override
    public void tracksWanted(List<WantedTrack> tracks) {
        session.tell(new WebCommand.Wanted(role, number, List.copyOf(tracks)));
    }
}
