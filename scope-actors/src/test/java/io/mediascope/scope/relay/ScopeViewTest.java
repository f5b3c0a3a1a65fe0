package io.mediascope.scope.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.MediaEndpoints;
import io.mediascope.scope.model.ParticipantInfo;
import io.mediascope.scope.model.TrackInfo;
import io.mediascope.scope.relay.RelayCommand.Delivery;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeViewTest {
    private final ScopeView view = new ScopeView();

    @Test
    void shouldHaveMissedNothingWhenAllWasTold() {
        told(new ClientMessage.UserJoined(user("ann", "s1")));
        told(new ClientMessage.TracksPublished("ann", List.of(track("cam", 1))));
        told(new ClientMessage.TransportChanged("ann", MediaType.AUDIO, Transport.TCP, "tls"));
        told(new ClientMessage.TopologyChanged(Topology.PEER_TO_PEER, ""));
        ParticipantInfo now =
                new ParticipantInfo("ann", "s1", ClientKind.NATIVE, List.of(track("cam", 1)), Transport.TCP, null);
        ClientMessage.View all = new ClientMessage.View(List.of(now), Topology.PEER_TO_PEER);
        assertThat(view.tell(Delivery.toAll(all))).containsExactly(Delivery.toAll(all));
    }

    @Test
    void shouldTellOfThoseWhoCameAndWent() {
        told(new ClientMessage.UserJoined(user("ann", "s1")));
        ParticipantInfo again = user("ann", "s2");
        assertThat(missed(user("me", "me"), again))
                .containsExactly(
                        new ClientMessage.UserLeft("ann", "s1", LeaveReason.LINK_LOST),
                        new ClientMessage.UserJoined(again));
    }

    @Test
    void shouldTellOnceOfTracksThatChanged() {
        told(new ClientMessage.UserJoined(user("ann", "s1", track("cam", 1))));
        told(new ClientMessage.UserJoined(user("bob", "s2", track("cam", 2))));
        ParticipantInfo replaced = user("ann", "s1", track("cam", 3));
        ParticipantInfo without = user("bob", "s2");
        List<ClientMessage> missed = missed(replaced, without);
        assertThat(missed)
                .containsExactly(new ClientMessage.UserJoined(replaced), new ClientMessage.UserJoined(without));
        assertThat(missed(replaced, without)).isEmpty();
    }

    @Test
    void shouldTellOfTracksThatWereMutedMeanwhile() {
        told(new ClientMessage.UserJoined(user("ann", "s1", track("mic", 1))));
        told(new ClientMessage.TrackMuted("ann", "mic", true));
        assertThat(missed(user("ann", "s1", muted(track("mic", 1))))).isEmpty();
        assertThat(missed(user("ann", "s1", track("mic", 1))))
                .containsExactly(new ClientMessage.TrackMuted("ann", "mic", false));
    }

    @Test
    void shouldNotTellAnybodyOfHimself() {
        Delivery told = view.tell(Delivery.toAll(new ClientMessage.View(List.of(user("ann", "s1")), Topology.RELAY)))
                .get(0);
        assertThat(told).isEqualTo(Delivery.toOthers("s1", new ClientMessage.UserJoined(user("ann", "s1"))));
    }

    @Test
    void shouldCompleteAWelcomeWithWhatEverybodyKnows() {
        told(new ClientMessage.UserJoined(user("ann", "s1")));
        told(new ClientMessage.TracksPublished("ann", List.of(track("cam", 1))));
        told(new ClientMessage.TransportChanged("ann", MediaType.VIDEO, Transport.TCP, "tls"));
        told(new ClientMessage.UserJoined(user("bob", "s2", track("mic", 2))));
        told(new ClientMessage.TracksUnpublished("bob", List.of("mic")));
        told(new ClientMessage.UserJoined(user("cat", "s3")));
        told(new ClientMessage.UserLeft("cat", "s3", LeaveReason.CLIENT_LEFT));
        told(new ClientMessage.UserJoined(user("me", "me")));
        assertThat(view.complete(welcome("me")).participants())
                .containsExactly(
                        new ParticipantInfo(
                                "ann", "s1", ClientKind.NATIVE, List.of(track("cam", 1)), null, Transport.TCP),
                        user("bob", "s2"));
    }

    private static ClientMessage.Welcome welcome(String sessionId) {
        return new ClientMessage.Welcome(
                "app",
                "room",
                sessionId,
                sessionId,
                1,
                false,
                List.of(),
                List.of(),
                new MediaEndpoints(List.of(), List.of(), List.of()),
                new StunCredentials("u", "p"),
                new HopKeys(
                        1, 2, new SrtpKey(0, new byte[16], new byte[12]), new SrtpKey(0, new byte[16], new byte[12])),
                new byte[0],
                Topology.RELAY);
    }

    @Test
    void shouldTellOfTheTopology() {
        view.tell(Delivery.toAll(new ClientMessage.View(List.of(), Topology.RELAY)));
        List<Delivery> told = view.tell(Delivery.toAll(new ClientMessage.View(List.of(), Topology.PEER_TO_PEER)));
        assertThat(told.get(0).message()).isInstanceOf(ClientMessage.TopologyChanged.class);
        assertThat(told).hasSize(2);
    }

    private void told(ClientMessage message) {
        assertThat(view.tell(Delivery.toAll(message))).containsExactly(Delivery.toAll(message));
    }

    /** What everybody is told beside the view itself. */
    private List<ClientMessage> missed(ParticipantInfo... now) {
        return view.tell(Delivery.toAll(new ClientMessage.View(List.of(now), Topology.RELAY))).stream()
                .filter(d -> !d.except().equals("me"))
                .map(Delivery::message)
                .filter(m -> !(m instanceof ClientMessage.View))
                .toList();
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
