package io.mediascope.scope.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.ParticipantInfo;
import io.mediascope.scope.model.TrackInfo;
import io.mediascope.scope.relay.RelayCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who has left holds no key that opens what comes after. */
class RekeyTest {
    private ScopeFixture f = new ScopeFixture("mediascope.scope.rekey = on-leave");

    @AfterEach
    void close() {
        f.close();
    }

    @Test
    void shouldGiveEveryPublicationANewKeyWhenSomebodyLeaves() {
        JoinReply.Admitted ann = publishing("ann");
        publishing("ben");
        JoinReply.Admitted eve = publishing("eve");
        SrtpKey before = key(ann);
        f.leave(eve);
        f.settle();
        assertThat(key(ann).mki()).isEqualTo((before.mki() + 1) & 0xff);
        assertThat(toldOnLeave(eve)).hasSizeGreaterThan(2).doesNotContainAnyElementsOf(inForce());
        assertThat(rekeyed()).singleElement().satisfies(all -> {
            assertThat(all.switchAfterMs()).isPositive();
            assertThat(all.streams())
                    .extracting(ClientMessage.Rekeyed.StreamKey::key)
                    .containsExactlyInAnyOrderElementsOf(inForce());
        });
    }

    @Test
    void shouldTellOnlyThoseWhoMayReceiveTheKeysOfOthers() {
        ClientMessage.Rekeyed all = new ClientMessage.Rekeyed(
                List.of(
                        new ClientMessage.Rekeyed.StreamKey("a", 1, new SrtpKey(1, new byte[16], new byte[12])),
                        new ClientMessage.Rekeyed.StreamKey("b", 2, new SrtpKey(1, new byte[16], new byte[12]))),
                300);
        assertThat(all.forClient("a", true)).isEqualTo(all);
        assertThat(all.forClient("a", false).streams())
                .extracting(ClientMessage.Rekeyed.StreamKey::ssrc)
                .containsExactly(1);
        assertThat(all.forClient("c", false).streams()).isEmpty();
    }

    @Test
    void shouldAnswerLeavesOfOneMomentByOneMoreChange() {
        publishing("ann");
        List<JoinReply.Admitted> leavers = List.of(f.in("ben"), f.in("cat"), f.in("dan"), f.in("eve"));
        leavers.forEach(f::leave);
        f.settle();
        assertThat(rekeyed()).hasSize(1);
        f.timer(Duration.ofSeconds(1));
        assertThat(rekeyed()).hasSize(2);
        f.pass(Duration.ofSeconds(3));
        assertThat(rekeyed()).hasSize(2);
        assertThat(f.events(ScopeEvent.ParticipantLeft.class)).hasSize(4);
    }

    @Test
    void shouldWelcomeWithTheKeysInForce() {
        JoinReply.Admitted ann = publishing("ann");
        f.leave(f.in("eve"));
        JoinReply.Admitted ben = f.in("ben");
        f.settle();
        ClientMessage.Welcome welcome = f.told(ben.sessionId(), ClientMessage.Welcome.class);
        assertThat(keys(welcome.participants())).contains(key(ann));
    }

    @Test
    void shouldChangeKeysWhenTheActorBeforeMayHaveDiedOverIt() {
        JoinReply.Admitted ann = publishing("ann");
        JoinReply.Admitted ben = f.in("ben");
        f.holds(ann, ben);
        SrtpKey before = key(ann);
        f.restart();
        f.pass(Duration.ofSeconds(2));
        assertThat(key(ann)).isNotEqualTo(before);
        assertThat(key(ann).mki()).isNotEqualTo(before.mki());
        assertThat(rekeyed()).isNotEmpty();
        assertThat(rekeyed().get(rekeyed().size() - 1).streams())
                .extracting(ClientMessage.Rekeyed.StreamKey::key)
                .contains(key(ann));
    }

    @Test
    void shouldNeverChangeKeysByDefault() {
        f.close();
        f = new ScopeFixture();
        JoinReply.Admitted ann = publishing("ann");
        SrtpKey before = key(ann);
        f.leave(f.in("eve"));
        f.settle();
        assertThat(key(ann)).isEqualTo(before);
        assertThat(before.mki()).isZero();
        assertThat(rekeyed()).isEmpty();
    }

    private JoinReply.Admitted publishing(String user) {
        JoinReply.Admitted a = f.join(user)
                .tracks(ScopeFixture.audio("mic"), ScopeFixture.video("cam"))
                .admitted();
        f.ready(a);
        f.settle();
        return a;
    }

    private SrtpKey key(JoinReply.Admitted a) {
        return f.relay()
                .routes
                .participants()
                .get(a.sessionId())
                .publishes()
                .get(0)
                .keys()
                .get(0);
    }

    private List<SrtpKey> inForce() {
        return f.relay().routes.participants().values().stream()
                .flatMap(p -> p.publishes().stream())
                .map(RouteStream::keys)
                .flatMap(List::stream)
                .toList();
    }

    private List<ClientMessage.Rekeyed> rekeyed() {
        return f.relay().deliveries.stream()
                .map(RelayCommand.Delivery::message)
                .filter(ClientMessage.Rekeyed.class::isInstance)
                .map(ClientMessage.Rekeyed.class::cast)
                .toList();
    }

    /** Every key that one participant was told while it was in. */
    private Set<SrtpKey> toldOnLeave(JoinReply.Admitted who) {
        Set<SrtpKey> all = new HashSet<>();
        for (Object message : f.relay().told(who.sessionId())) {
            if (message instanceof ClientMessage.Welcome w) {
                all.addAll(keys(w.participants()));
                all.addAll(ofTracks(w.ownTracks()));
            } else if (message instanceof ClientMessage.UserJoined j) {
                all.addAll(keys(List.of(j.participant())));
            }
        }
        return all;
    }

    private static List<SrtpKey> keys(List<ParticipantInfo> participants) {
        List<SrtpKey> all = new ArrayList<>();
        participants.forEach(p -> all.addAll(ofTracks(p.tracks())));
        return all;
    }

    private static List<SrtpKey> ofTracks(List<TrackInfo> tracks) {
        return tracks.stream()
                .flatMap(t -> t.layers().stream())
                .flatMap(l -> l.keys().stream())
                .toList();
    }
}
