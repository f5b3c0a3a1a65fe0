package io.mediascope.scope.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.model.Transport;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.ParticipantInfo;
import io.mediascope.scope.model.TrackInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientViewTest {
    private final ClientView view = new ClientView(true);

    @Test
    void shouldHaveMissedNothingWhenAllWasTold() {
        view.told(new ClientMessage.UserJoined(user("ann", "s1")));
        view.told(new ClientMessage.TracksPublished("ann", List.of(track("cam", 1))));
        view.told(new ClientMessage.TransportChanged("ann", MediaType.AUDIO, Transport.TCP, "tls"));
        view.told(new ClientMessage.TopologyChanged(Topology.PEER_TO_PEER, ""));
        ParticipantInfo now =
                new ParticipantInfo("ann", "s1", ClientKind.NATIVE, List.of(track("cam", 1)), Transport.TCP, null);
        assertThat(view.missed(new ClientMessage.View(List.of(now), Topology.PEER_TO_PEER), "me"))
                .isEmpty();
    }

    @Test
    void shouldTellOfThoseWhoCameAndWent() {
        view.told(new ClientMessage.UserJoined(user("ann", "s1")));
        ParticipantInfo again = user("ann", "s2");
        assertThat(missed(user("me", "me"), again))
                .containsExactly(
                        new ClientMessage.UserLeft("ann", "s1", LeaveReason.LINK_LOST),
                        new ClientMessage.UserJoined(again));
    }

    @Test
    void shouldTellOnceOfTracksThatChanged() {
        view.told(new ClientMessage.UserJoined(user("ann", "s1", track("cam", 1))));
        view.told(new ClientMessage.UserJoined(user("bob", "s2", track("cam", 2))));
        ParticipantInfo replaced = user("ann", "s1", track("cam", 3));
        ParticipantInfo without = user("bob", "s2");
        List<ClientMessage> missed = missed(replaced, without);
        assertThat(missed)
                .containsExactly(new ClientMessage.UserJoined(replaced), new ClientMessage.UserJoined(without));
        missed.forEach(view::told);
        assertThat(missed(replaced, without)).isEmpty();
    }

    @Test
    void shouldTellOfTracksThatWereMutedMeanwhile() {
        view.told(new ClientMessage.UserJoined(user("ann", "s1", track("mic", 1))));
        view.told(new ClientMessage.TrackMuted("ann", "mic", true));
        assertThat(missed(user("ann", "s1", muted(track("mic", 1))))).isEmpty();
        assertThat(missed(user("ann", "s1", track("mic", 1))))
                .containsExactly(new ClientMessage.TrackMuted("ann", "mic", false));
    }

    @Test
    void shouldKeepKeysFromThoseWhoMayNotReceive() {
        ClientView deaf = new ClientView(false);
        ClientMessage.UserJoined told = (ClientMessage.UserJoined)
                deaf.missed(new ClientMessage.View(List.of(user("ann", "s1", track("cam", 1))), Topology.RELAY), "me")
                        .get(0);
        TrackInfo.LayerInfo layer = told.participant().tracks().get(0).layers().get(0);
        assertThat(layer.ssrc()).isEqualTo(1);
        assertThat(layer.keys()).isEmpty();
    }

    @Test
    void shouldTellOfTheTopology() {
        assertThat(view.missed(new ClientMessage.View(List.of(), Topology.PEER_TO_PEER), "me"))
                .hasOnlyElementsOfType(ClientMessage.TopologyChanged.class)
                .hasSize(1);
    }

    private List<ClientMessage> missed(ParticipantInfo... now) {
        return view.missed(new ClientMessage.View(List.of(now), Topology.RELAY), "me");
    }

    private static ParticipantInfo user(String userId, String sessionId, TrackInfo... tracks) {
        return new ParticipantInfo(userId, sessionId, ClientKind.NATIVE, List.of(tracks), null, null);
    }

    private static TrackInfo muted(TrackInfo t) {
        return new TrackInfo(t.trackId(), t.kind(), t.codec(), t.layers(), t.label(), true);
    }

    private static TrackInfo track(String id, int ssrc) {
        SrtpKey key = new SrtpKey(1, new byte[16], new byte[12]);
        return new TrackInfo(
                id,
                TrackKind.VIDEO,
                Codec.VP8,
                List.of(new TrackInfo.LayerInfo(LayerName.HIGH, ssrc, 1, 0, 0, 0, 0, List.of(key))),
                "",
                false);
    }
}
