package io.mediascope.scope.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.RoutingSnapshot;
import io.mediascope.scope.journal.JournalSamples;
import io.mediascope.scope.model.TrackInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeRoutingTest {
    private final ScopeRouting routing = new ScopeRouting(new LinkSecrets(new byte[32], 0xab), 0);

    private static ScopeState after(String... events) {
        ScopeState state = ScopeState.empty(ScopeFixture.KEY);
        for (String name : events) {
            state = state.apply(JournalSamples.byName().get(name));
        }
        return state;
    }

    private static final String[] JOINED = {
        "ScopeCreated", "ParticipantJoined", "ParticipantJoined-bare", "TrackPublished"
    };

    @Test
    void shouldRouteWhatIsPublishedToThoseWhoMayReceive() {
        RoutingSnapshot routes = compile(after(JOINED), 5);
        assertThat(routes.version()).isEqualTo(5);
        assertThat(routes.participants().keySet()).containsExactly("s1", "s2");
        RouteParticipant ann = routes.participants().get("s1");
        assertThat(ann.stun().ufrag()).startsWith("ab");
        assertThat(ann.publishes()).extracting(RouteStream::layer).containsExactly(LayerName.HIGH, LayerName.LOW);
        assertThat(ann.subscription().mode()).isEqualTo(RouteSubscription.Mode.ALL);
        RouteParticipant bob = routes.participants().get("s2");
        assertThat(bob.publishes()).isEmpty();
        assertThat(bob.subscription()).isEqualTo(RouteSubscription.NONE);
    }

    @Test
    void shouldMakeTheSameAgain() {
        ScopeState state = after(JOINED);
        ScopeRouting other = new ScopeRouting(new LinkSecrets(new byte[32], 0xab), 0);
        assertThat(other.compile(state, Participant::wanted, 1))
                .usingRecursiveComparison()
                .isEqualTo(compile(state, 1));
        assertThat(compile(state, 2).since(compile(state, 1)).changed()).isEmpty();
    }

    @Test
    void shouldGiveAReplacedTrackNewKeys() {
        RouteStream before = stream(compile(after(JOINED), 1));
        RouteStream later = stream(compile(
                after("ScopeCreated", "ParticipantJoined", "ParticipantJoined-bare", "TrackPublished", "TrackReplaced"),
                2));
        assertThat(later.incarnation()).isGreaterThan(before.incarnation());
        assertThat(later.keys().get(0).masterKey())
                .isNotEqualTo(before.keys().get(0).masterKey());
    }

    @Test
    void shouldChangeEveryRouteWithTheTopology() {
        ScopeState relayed = after(JOINED);
        ScopeState direct = relayed.apply(JournalSamples.byName().get("TopologyChanged"));
        assertThat(compile(direct, 2).since(compile(relayed, 1)).changed())
                .hasSize(2)
                .allMatch(RouteParticipant::direct);
    }

    @Test
    void shouldShowKeysOnlyWhenAsked() {
        ScopeState state = after(JOINED);
        Participant ann = state.participants().get("s1");
        LiveLink link = new LiveLink(ann);
        assertThat(keys(routing.info(ann, link, Topology.RELAY, true).tracks())).isTrue();
        assertThat(keys(routing.info(ann, link, Topology.RELAY, false).tracks()))
                .isFalse();
        assertThat(link.transport(MediaType.AUDIO)).isNull();
    }

    private RoutingSnapshot compile(ScopeState state, long version) {
        return routing.compile(state, Participant::wanted, version);
    }

    private static RouteStream stream(RoutingSnapshot routes) {
        return routes.participants().get("s1").publishes().get(0);
    }

    private static boolean keys(List<TrackInfo> tracks) {
        return tracks.stream().flatMap(t -> t.layers().stream()).allMatch(l -> !l.keys()
                .isEmpty());
    }
}
