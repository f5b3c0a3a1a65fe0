package io.mediascope.scope.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.RefusalReason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MuteTest {
    private final ScopeFixture f = new ScopeFixture();

    @AfterEach
    void close() {
        f.close();
    }

    private RequestReply mute(JoinReply.Admitted who, String commandId, String track, boolean muted) {
        return f.ask(r -> new ScopeCommand.Mute(commandId, who.sessionId(), who.linkEpoch(), track, muted, r));
    }

    private JoinReply.Admitted withMicrophone(String user) {
        JoinReply.Admitted a =
                f.join(user).command("x", "j").tracks(ScopeFixture.audio("mic")).admitted();
        f.ready(a);
        return a;
    }

    @Test
    void shouldTellTheOthersAndWhoComesLater() {
        JoinReply.Admitted a = withMicrophone("ann");
        JoinReply.Admitted b = f.in("bob");
        long events = f.events().size();
        assertThat(mute(a, "m1", "mic", true)).isInstanceOf(RequestReply.Accepted.class);
        assertThat(f.told(b.sessionId(), ClientMessage.TrackMuted.class))
                .isEqualTo(new ClientMessage.TrackMuted("ann", "mic", true));
        assertThat(f.events()).as("a click is no event").hasSize((int) events);
        JoinReply.Admitted c = f.in("cat");
        ClientMessage.Welcome welcome = f.told(c.sessionId(), ClientMessage.Welcome.class);
        assertThat(welcome.participants().stream()
                        .filter(p -> p.userId().equals("ann"))
                        .flatMap(p -> p.tracks().stream()))
                .singleElement()
                .satisfies(t -> assertThat(t.muted()).isTrue());
    }

    @Test
    void shouldSayNothingTwiceAndRefuseAStrangeTrack() {
        JoinReply.Admitted a = withMicrophone("ann");
        JoinReply.Admitted b = f.in("bob");
        mute(a, "m1", "mic", true);
        mute(a, "m2", "mic", true);
        f.settle();
        assertThat(f.relay().told(b.sessionId()))
                .filteredOn(ClientMessage.TrackMuted.class::isInstance)
                .hasSize(1);
        assertThat(((RequestReply.Refused) mute(a, "m3", "cam", true)).refusal().reason())
                .isEqualTo(RefusalReason.UNKNOWN_TRACK);
    }

    @Test
    void shouldStayMutedOverANewLinkAndBeginUnmutedWhenPublishedAgain() {
        JoinReply.Admitted a = withMicrophone("ann");
        mute(a, "m1", "mic", true);
        JoinReply.Admitted back = f.join("ann")
                .command("y", "j2")
                .presenting("ticket-x".getBytes(StandardCharsets.UTF_8))
                .admitted();
        f.ready(back);
        f.settle();
        assertThat(ownTracks(back)).containsExactly(true);
        f.ask(r -> new ScopeCommand.Unpublish("u", back.sessionId(), back.linkEpoch(), List.of("mic"), r));
        f.ask(r -> new ScopeCommand.Publish(
                "p",
                back.sessionId(),
                back.linkEpoch(),
                9,
                List.of(ScopeFixture.audio("mic")),
                ScopeLimits.DEFAULT,
                r));
        f.settle();
        assertThat(f.told(back.sessionId(), ClientMessage.Accepted.class).ownTracks())
                .singleElement()
                .satisfies(t -> assertThat(t.muted()).isFalse());
    }

    private List<Boolean> ownTracks(JoinReply.Admitted who) {
        return f.relay().deliveries.stream()
                .filter(d -> d.sessionId().equals(who.sessionId()) && d.linkEpoch() == who.linkEpoch())
                .map(d -> d.message())
                .filter(ClientMessage.Welcome.class::isInstance)
                .flatMap(w -> ((ClientMessage.Welcome) w).ownTracks().stream())
                .map(t -> t.muted())
                .toList();
    }
}
