package io.mediascope.scope.entity;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.RoutingSnapshot;
import io.mediascope.scope.journal.PublishedTrack;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.TrackOffer;
import io.mediascope.scope.relay.RelayReply.LiveSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens, in whatever order: these things hold. The seed of a failure tells it again. */
class RandomScopeTest {
    private static final int STEPS = 100;
    private static final int LIMIT = 4;

    private Random random;
    private ScopeFixture f;
    private TestProbe<Object> ignored;
    private final Map<String, Integer> connected = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final List<ScopeCommand.Join> joins = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldKeepItsPromises(long seed) {
        random = new Random(seed);
        try (ScopeFixture fixture = new ScopeFixture()) {
            f = fixture;
            ignored = f.kit.createTestProbe();
            for (int i = 0; i < STEPS; i++) {
                step();
                f.settle();
                holdLinks();
            }
            calm();
            agentHoldsTheState();
            connected.clear();
            holdLinks();
            for (int i = 0; i < 3; i++) {
                f.scope.tell(new ScopeCommand.RelayReport(ScopeFixture.NODE, f.relay().token, 0, List.of()));
                f.pass(Duration.ofSeconds(30));
            }
            everythingIsInOrder();
        }
    }

    private void step() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> join();
            case 4 -> repeatJoin();
            case 5 -> resume();
            case 6 -> leave();
            case 7 -> lose();
            case 8, 9 -> publish();
            case 10 -> unpublish();
            case 11, 12 -> path();
            case 13 -> f.pass(Duration.ofMillis(100 + random.nextInt(8000)));
            case 14 -> f.relay().silent = random.nextInt(3) == 0;
            case 15 -> f.relay().routes = RoutingSnapshot.EMPTY;
            case 16 -> f.restart();
            case 17 -> f.journalUp.set(random.nextInt(3) != 0);
            case 18 -> rarely();
            default -> report();
        }
    }

    private void rarely() {
        switch (random.nextInt(4)) {
            case 0 -> loseRelay();
            case 1 -> fence();
            case 2 -> failPersisting();
            default -> f.pass(Duration.ofSeconds(40));
        }
    }

    // What happens

    private void join() {
        ScopeCommand.Join join = f.join("u" + random.nextInt(6))
                .limits(LIMIT, 0)
                .tracks(tracks())
                .to(ignored.ref().unsafeUpcast());
        joins.add(join);
        f.scope.tell(join);
    }

    private TrackOffer[] tracks() {
        return random.nextBoolean()
                ? new TrackOffer[] {ScopeFixture.video("cam"), ScopeFixture.audio("mic")}
                : new TrackOffer[0];
    }

    private void repeatJoin() {
        if (!joins.isEmpty()) {
            f.scope.tell(joins.get(random.nextInt(joins.size())));
        }
    }

    private void resume() {
        any().ifPresent(p -> {
            String commandId = random.nextBoolean() ? p.link().commandId() : "guessed";
            byte[] ticket = ("ticket-" + commandId).getBytes(StandardCharsets.UTF_8);
            f.scope.tell(f.join(p.userId())
                    .limits(LIMIT, 0)
                    .presenting(ticket)
                    .to(ignored.ref().unsafeUpcast()));
        });
    }

    private void leave() {
        any().ifPresent(p -> f.scope.tell(new ScopeCommand.Leave(
                f.nextId(),
                p.sessionId(),
                epoch(p),
                LeaveReason.CLIENT_LEFT,
                ignored.ref().unsafeUpcast())));
    }

    private void lose() {
        any().ifPresent(p -> {
            connected.remove(p.sessionId());
            f.scope.tell(new ScopeCommand.LinkLost(
                    f.nextId(),
                    p.sessionId(),
                    epoch(p),
                    f.clock.instant(),
                    ignored.ref().unsafeUpcast()));
        });
    }

    private void publish() {
        any().ifPresent(p -> f.scope.tell(new ScopeCommand.Publish(
                f.nextId(),
                p.sessionId(),
                epoch(p),
                1,
                List.of(ScopeFixture.audio("t" + random.nextInt(3))),
                ScopeLimits.DEFAULT,
                ignored.ref().unsafeUpcast())));
    }

    private void unpublish() {
        any().filter(p -> !p.tracks().isEmpty()).ifPresent(p -> {
            PublishedTrack track = p.tracks().get(random.nextInt(p.tracks().size()));
            ScopeCommand command = new ScopeCommand.Unpublish(
                    f.nextId(),
                    p.sessionId(),
                    epoch(p),
                    List.of(track.trackId()),
                    ignored.ref().unsafeUpcast());
            f.scope.tell(command);
            f.scope.tell(command);
        });
    }

    private void path() {
        any().ifPresent(p -> {
            Transport transport = random.nextInt(4) == 0 ? Transport.TCP : Transport.UDP_RELAY;
            for (MediaType type : MediaType.values()) {
                f.scope.tell(new ScopeCommand.TransportChanged(
                        ScopeFixture.NODE, p.sessionId(), type, transport, "x", new HostPort("127.0.0.1", 5)));
            }
            f.scope.tell(new ScopeCommand.MuxCandidate(ScopeFixture.NODE, p.sessionId(), new HostPort("127.0.0.1", 6)));
            for (long attempt = 1; attempt < 4; attempt++) {
                long named = (f.relay().token.n() << 20) + attempt;
                f.scope.tell(
                        new ScopeCommand.P2pEstablished(p.sessionId(), p.link().epoch(), named, "x", 1));
            }
        });
    }

    private void report() {
        holdLinks();
        f.scope.tell(new ScopeCommand.RelayReport(
                ScopeFixture.NODE, f.relay().token, f.relay().routes.version(), f.relay().sessions));
    }

    private void loseRelay() {
        f.relay().held = false;
        if (random.nextBoolean()) {
            connected.clear();
            holdLinks();
        }
    }

    /** An actor that nobody has heard of takes the relay; this one has to go, and a new one finds out. */
    private void fence() {
        f.relay().token = new FencingToken(f.relay().token.n() + random.nextInt(5), "somebody else");
        join();
        f.pass(Duration.ofMillis(500));
        f.restart();
        f.pass(Duration.ofSeconds(2));
    }

    private void failPersisting() {
        f.journalUp.set(true);
        f.journal.failNextPersisted(MediaScope.persistenceId(ScopeFixture.KEY));
        join();
        leave();
        f.survive();
    }

    private Optional<Participant> any() {
        List<Participant> all = state().all();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    /** Now and then a command of an older link. */
    private int epoch(Participant p) {
        return random.nextInt(10) == 0 ? p.link().epoch() - 1 : p.link().epoch();
    }

    /** Every participant that was let in over a new link is connected now. */
    private void holdLinks() {
        ScopeState state = state();
        connected.keySet().retainAll(state.participants().keySet());
        state.all().forEach(p -> {
            Integer epoch = connected.get(p.sessionId());
            boolean fresh = seen.add(p.sessionId() + p.link().epoch());
            if (fresh || (epoch != null && epoch != p.link().epoch())) {
                connected.put(p.sessionId(), p.link().epoch());
                f.scope.tell(new ScopeCommand.LinkReady(p.sessionId(), p.link().epoch()));
            }
        });
        f.relay().sessions = connected.entrySet().stream()
                .map(e -> new LiveSession(e.getKey(), e.getValue()))
                .toList();
    }

    private void calm() {
        f.relay().silent = false;
        f.journalUp.set(true);
        f.pass(Duration.ofSeconds(10));
    }

    private ScopeState state() {
        ScopeState state = ScopeState.empty(ScopeFixture.KEY);
        for (ScopeEvent event : f.events()) {
            state = state.apply(event);
        }
        return state;
    }

    // What holds

    private void agentHoldsTheState() {
        ScopeState state = state();
        if (state.live()) {
            RoutingSnapshot held = f.relay().routes;
            RoutingSnapshot right = new ScopeRouting(new LinkSecrets(f.relay().secret, 3), 0)
                    .compile(state, Participant::wanted, held.version());
            assertThat(held).usingRecursiveComparison().isEqualTo(right);
        }
    }

    private void everythingIsInOrder() {
        Set<String> inside = new HashSet<>();
        Set<String> everInside = new HashSet<>();
        Set<List<Object>> keys = new HashSet<>();
        Instant last = Instant.EPOCH;
        long number = 0;
        for (ScopeEvent event : f.events()) {
            assertThat(event.header().sequenceNumber()).isEqualTo(++number);
            assertThat(event.header().time()).isAfterOrEqualTo(last);
            last = event.header().time();
            if (event instanceof ScopeEvent.ParticipantJoined e) {
                assertThat(everInside.add(e.sessionId())).isTrue();
                inside.add(e.sessionId());
                assertThat(inside).hasSizeLessThanOrEqualTo(LIMIT);
            } else if (event instanceof ScopeEvent.ParticipantLeft e) {
                assertThat(inside.remove(e.sessionId())).isTrue();
            } else if (event instanceof ScopeEvent.TrackPublished e) {
                fresh(e.sessionId(), e.track(), keys);
            } else if (event instanceof ScopeEvent.TrackReplaced e) {
                fresh(e.sessionId(), e.track(), keys);
            } else if (event instanceof ScopeEvent.ScopeDisposed) {
                assertThat(inside).isEmpty();
            }
        }
        assertThat(inside).isEmpty();
        assertThat(state().live()).isFalse();
        f.settle();
        assertThat(f.relay().held).isFalse();
    }

    /** The key is made of these three, and of a secret that may have outlived many actors. */
    private static void fresh(String sessionId, PublishedTrack track, Set<List<Object>> keys) {
        for (PublishedTrack.Layer layer : track.layers()) {
            assertThat(keys.add(List.of(sessionId, layer.incarnation(), layer.ssrc())))
                    .isTrue();
        }
    }
}
