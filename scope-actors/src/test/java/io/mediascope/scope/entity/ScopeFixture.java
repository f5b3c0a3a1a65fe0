package io.mediascope.scope.entity;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.scope.account.AccountCommand;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.model.TrackOffer;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayReply;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;

/** One scope on an in-memory journal, with agents that keep the contract and time by hand. */
final class ScopeFixture implements AutoCloseable {
    static final ScopeKey KEY = new ScopeKey("app", "room");
    static final NodeRef NODE = new NodeRef("akka://test@127.0.0.1:1", 1, "here", "127.0.0.1", 7443);

    final TestClock clock = new TestClock();
    final AtomicBoolean journalUp = new AtomicBoolean(true);
    final Map<NodeRef, FakeAgent.Relay> relays = new HashMap<>();
    final Map<NodeRef, ActorRef<RelayCommand>> agents = new HashMap<>();
    final List<NodeRef> places = new ArrayList<>(List.of(NODE));
    final ActorTestKit kit;
    final ManualTime time;
    final PersistenceTestKit journal;
    final TestProbe<ClusterSharding.ShardCommand> shard;
    final TestProbe<AccountCommand> accounts;
    private final TestProbe<ScopeDescription> descriptions;
    private final TestProbe<FakeAgent.Done> done;
    private final TestProbe<JoinReply> joins;
    private final TestProbe<RequestReply> requests;
    final ScopePorts ports;
    ActorRef<ScopeCommand> scope;
    private int commands;

    ScopeFixture() {
        this("");
    }

    /** @param settings that differ from the defaults */
    ScopeFixture(String settings) {
        Config config = ConfigFactory.parseString(settings)
                .withFallback(ManualTime.config())
                .withFallback(PersistenceTestKitPlugin.getInstance().config())
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(ConfigFactory.parseString("akka.actor.provider = local, akka.log-dead-letters = off"))
                .withFallback(ConfigFactory.load());
        kit = ActorTestKit.create("scope-test", config);
        time = ManualTime.get(kit.system());
        journal = PersistenceTestKit.create(kit.system());
        shard = kit.createTestProbe();
        accounts = kit.createTestProbe();
        descriptions = kit.createTestProbe();
        done = kit.createTestProbe();
        joins = kit.createTestProbe();
        requests = kit.createTestProbe();
        node(NODE);
        ports = new ScopePorts(
                new FakeDirectory(places, agents),
                journalUp::get,
                (app, command) -> accounts.ref().tell(command),
                clock,
                new Random(7),
                ScopeSettings.create(config));
        scope = kit.spawn(MediaScope.create(KEY, shard.ref(), ports));
    }

    FakeAgent.Relay node(NodeRef node) {
        FakeAgent.Relay relay = new FakeAgent.Relay(node);
        relays.put(node, relay);
        agents.put(node, kit.spawn(FakeAgent.create(relay)));
        return relay;
    }

    FakeAgent.Relay relay() {
        return relays.get(NODE);
    }

    /** The actor dies and comes back; relay and journal stay. */
    void restart() {
        kit.stop(scope);
        scope = kit.spawn(MediaScope.create(KEY, shard.ref(), ports));
    }

    /**
     * Lets time pass in steps; in each everything that it sets off runs its course. The scope is woken by hand, because
     * the test kit's scheduler needs a tenth of a second for each step.
     */
    void pass(Duration d) {
        long ms = d.toMillis();
        while (ms > 0) {
            long step = Math.min(ms, 500);
            settle();
            clock.advance(Duration.ofMillis(step));
            scope.tell(new ScopeCommand.Wake());
            ms -= step;
        }
        settle();
    }

    /** Lets time pass in one step; the scope is woken by its own timer, or not at all. */
    void timer(Duration d) {
        settle();
        clock.advance(d);
        time.timePasses(d);
        settle();
    }

    /** Waits until scope and agents have nothing more to say to each other at this time. */
    void settle() {
        int before = -1;
        int now = said();
        while (now != before) {
            describe();
            agents.values().forEach(agent -> {
                agent.tell(new FakeAgent.Done(done.ref()));
                done.receiveMessage(Duration.ofSeconds(5));
            });
            describe();
            before = now;
            now = said();
        }
    }

    /** Waits until the scope, which perhaps has failed to persist something, answers again. */
    void survive() {
        answers();
        journal.resetPolicy();
        answers();
        settle();
    }

    private void answers() {
        TestProbe<ScopeDescription> probe = kit.createTestProbe();
        scope.tell(new ScopeCommand.Describe(probe.ref()));
        Awaitility.await().pollInterval(Duration.ofMillis(1)).untilAsserted(() -> {
            time.timePasses(Duration.ofSeconds(6));
            probe.receiveMessage(Duration.ofMillis(1));
        });
    }

    private int said() {
        return relays.values().stream().mapToInt(r -> r.received.size()).sum();
    }

    ScopeDescription describe() {
        scope.tell(new ScopeCommand.Describe(descriptions.ref()));
        return descriptions.receiveMessage(Duration.ofSeconds(5));
    }

    JoinBuilder join(String user) {
        return new JoinBuilder(user);
    }

    /** Joins and says that the link is ready. */
    JoinReply.Admitted in(String user) {
        JoinReply.Admitted a = join(user).admitted();
        ready(a);
        return a;
    }

    void ready(JoinReply.Admitted a) {
        scope.tell(new ScopeCommand.LinkReady(a.sessionId(), a.linkEpoch()));
        describe();
    }

    final class JoinBuilder {
        final String user;
        String commandId = "c" + ++commands;
        String joinId = "j" + commands;
        Set<Grant> grants = Set.of(Grant.PUBLISH, Grant.SUBSCRIBE, Grant.DATA);
        ScopeLimits limits = ScopeLimits.DEFAULT;
        List<TrackOffer> tracks = List.of();
        byte[] ticket = ("ticket-" + commandId).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] presented;
        NodeRef node = NODE;
        boolean moving;

        JoinBuilder(String user) {
            this.user = user;
        }

        JoinBuilder tracks(TrackOffer... t) {
            tracks = List.of(t);
            return this;
        }

        JoinBuilder limits(int participants, int seats) {
            limits = new ScopeLimits(participants, 8, 2, seats);
            return this;
        }

        JoinBuilder grants(Grant... g) {
            grants = Set.of(g);
            return this;
        }

        JoinBuilder command(String id, String join) {
            commandId = id;
            joinId = join;
            ticket = ("ticket-" + id).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            return this;
        }

        JoinBuilder presenting(byte[] t) {
            presented = t;
            return this;
        }

        JoinBuilder moving() {
            moving = true;
            return this;
        }

        JoinBuilder on(NodeRef n) {
            node = n;
            return this;
        }

        ScopeCommand.Join to(ActorRef<JoinReply> replyTo) {
            return new ScopeCommand.Join(
                    commandId,
                    joinId,
                    user,
                    ClientKind.NATIVE,
                    "1",
                    grants,
                    true,
                    limits,
                    tracks,
                    RouteSubscription.ALL,
                    sha256(ticket),
                    presented == null ? null : sha256(presented),
                    node,
                    moving,
                    replyTo);
        }

        JoinReply send() {
            scope.tell(to(joins.ref()));
            return joins.receiveMessage(Duration.ofSeconds(5));
        }

        JoinReply.Admitted admitted() {
            JoinReply reply = send();
            assertThat(reply).isInstanceOf(JoinReply.Admitted.class);
            return (JoinReply.Admitted) reply;
        }

        io.mediascope.scope.model.RefusalReason refused() {
            JoinReply reply = send();
            assertThat(reply).isInstanceOf(JoinReply.Refused.class);
            return ((JoinReply.Refused) reply).refusal().reason();
        }
    }

    /** As a session hashes the tickets that it gives out. */
    static byte[] sha256(byte[] ticket) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(ticket);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A request, given whom to answer. */
    @FunctionalInterface
    interface Ask {
        ScopeCommand to(ActorRef<RequestReply> replyTo);
    }

    RequestReply ask(Ask command) {
        scope.tell(command.to(requests.ref()));
        return requests.receiveMessage(Duration.ofSeconds(5));
    }

    String nextId() {
        return "r" + ++commands;
    }

    RequestReply leave(JoinReply.Admitted a) {
        return ask(r -> new ScopeCommand.Leave(nextId(), a.sessionId(), a.linkEpoch(), LeaveReason.CLIENT_LEFT, r));
    }

    RequestReply lose(JoinReply.Admitted a) {
        return ask(r -> new ScopeCommand.LinkLost(nextId(), a.sessionId(), a.linkEpoch(), clock.instant(), r));
    }

    void onUdp(JoinReply.Admitted a) {
        for (MediaType type : MediaType.values()) {
            scope.tell(new ScopeCommand.TransportChanged(
                    NODE, a.sessionId(), type, Transport.UDP_RELAY, "udp", new HostPort("127.0.0.1", 5)));
        }
        scope.tell(new ScopeCommand.MuxCandidate(NODE, a.sessionId(), new HostPort("127.0.0.1", 6)));
        describe();
    }

    void onUdp(JoinReply.Admitted a, boolean udp) {
        scope.tell(new ScopeCommand.TransportChanged(
                NODE,
                a.sessionId(),
                MediaType.AUDIO,
                udp ? Transport.UDP_RELAY : Transport.TCP,
                "",
                new HostPort("127.0.0.1", 5)));
    }

    void holds(JoinReply.Admitted... sessions) {
        relay().sessions = java.util.Arrays.stream(sessions)
                .map(a -> new RelayReply.LiveSession(a.sessionId(), a.linkEpoch()))
                .toList();
    }

    List<ScopeEvent> events() {
        return journal.persistedInStorage(MediaScope.persistenceId(KEY)).stream()
                .map(ScopeEvent.class::cast)
                .toList();
    }

    List<String> eventTypes() {
        return events().stream().map(e -> e.getClass().getSimpleName()).toList();
    }

    <T extends ScopeEvent> List<T> events(Class<T> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Waits for deliveries that the scope has sent already. */
    void awaitTold(String sessionId, Class<?> type) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(relay().told(sessionId)).hasAtLeastOneElementOfType(type));
    }

    <T> T told(String sessionId, Class<T> type) {
        awaitTold(sessionId, type);
        List<T> all = relay().told(sessionId).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
        return all.get(all.size() - 1);
    }

    static TrackOffer video(String id) {
        return new TrackOffer(
                id,
                TrackKind.VIDEO,
                Codec.VP8,
                List.of(new TrackOffer.LayerOffer(LayerName.HIGH, 1_000_000, 640, 360, 30)),
                "camera");
    }

    static TrackOffer audio(String id) {
        return new TrackOffer(
                id,
                TrackKind.AUDIO,
                Codec.OPUS,
                List.of(new TrackOffer.LayerOffer(LayerName.HIGH, 0, 0, 0, 0)),
                "microphone");
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
