package io.mediascope.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.receptionist.Receptionist;
import io.mediascope.cluster.history.HistoryQuery;
import io.mediascope.cluster.relay.AgentCommand;
import io.mediascope.cluster.relay.RelayAgent;
import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.client.ClientRequest;
import io.mediascope.scope.entity.MediaScope;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.entity.ScopeLimits;
import io.mediascope.scope.entity.ScopeSettings;
import io.mediascope.scope.history.PublicEvent;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.ParticipantInfo;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.model.TrackOffer;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.session.LinkPort;
import io.mediascope.scope.session.ParticipantSession;
import io.mediascope.scope.session.SessionAuth;
import io.mediascope.scope.session.SessionCommand;
import io.mediascope.scope.session.SessionPorts;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand in one scope: real actors, journal and relay loops; only the links are made up. Threads have ordinary stacks. */
@Tag("real")
class LargeScopeTest {
    private static final int CROWD = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path data;

    private MediascopeNode node;
    private ScopeKey scope;
    private AgentCommand.Introduction agent;
    private final List<Client> clients = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        node = MediascopeNode.start(TestNodes.settings(data, Map.of("mediascope.scope.resume-window", "2 s")));
        scope = new ScopeKey(node.firstApplication().orElseThrow().application().id(), "stadium");
        ActorRef<RelayCommand> found =
                await().until(this::agents, set -> !set.isEmpty()).iterator().next();
        agent = AskPattern.<RelayCommand, AgentCommand.Introduction>ask(
                        found,
                        AgentCommand.Introduce::new,
                        Duration.ofSeconds(5),
                        node.system().scheduler())
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }

    private Set<ActorRef<RelayCommand>> agents() throws Exception {
        return AskPattern.<Receptionist.Command, Receptionist.Listing>ask(
                        node.system().receptionist(),
                        replyTo -> Receptionist.find(RelayAgent.SERVICE_KEY, replyTo),
                        Duration.ofSeconds(5),
                        node.system().scheduler())
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS)
                .getServiceInstances(RelayAgent.SERVICE_KEY);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void shouldShowEverybodyToEverybodyAndPairTheirEventsWhenAllLinksBreakAtOnce() throws Exception {
        joinAll();
        clients.forEach(client -> client.session.tell(new SessionCommand.LinkClosed("broken", Duration.ZERO)));
        List<PublicEvent> events = history();
        assertThat(reasons(events)).hasSize(CROWD).containsOnly("LINK_LOST");
        shouldBeSound(events);
    }

    @Test
    void shouldRecordThatEachClientLeftWhenAllLeaveAtOnce() throws Exception {
        joinAll();
        clients.forEach(client -> client.ask(new ClientRequest.Goodbye("done")));
        List<PublicEvent> events = history();
        assertThat(reasons(events)).hasSize(CROWD).containsOnly("CLIENT_LEFT");
        shouldBeSound(events);
    }

    private void joinAll() {
        for (int i = 0; i < CROWD; i++) {
            clients.add(new Client("user-" + i));
        }
        clients.forEach(Client::join);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(clients).allMatch(client -> client.sees.size() == CROWD - 1));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(clients).allMatch(client -> client.paths.size() == CROWD));
    }

    /** When the last one is out. */
    private List<PublicEvent> history() throws Exception {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> read().stream()
                .anyMatch(e -> e.type().equals("ScopeDisposed")));
        return read();
    }

    private List<PublicEvent> read() throws Exception {
        return TestNodes.read(node.history(), node.system(), HistoryQuery.of(scope));
    }

    private static List<String> reasons(List<PublicEvent> events) {
        return events.stream()
                .filter(e -> e.type().equals("ParticipantLeft"))
                .map(e -> String.valueOf(e.fields().get("reason")))
                .toList();
    }

    private static void shouldBeSound(List<PublicEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).sequenceNumber()).isEqualTo(i + 1);
        }
        assertThat(events.stream().filter(e -> e.type().equals("ParticipantJoined")))
                .hasSize(CROWD);
    }

    /** A client that only counts what it is told. */
    private final class Client implements LinkPort {
        private final String user;
        private final ActorRef<SessionCommand> session;
        /** Written by the session's actor. */
        final Set<String> sees = ConcurrentHashMap.newKeySet();
        /** Of whom it knows how the video travels, itself included. */
        final Set<String> paths = ConcurrentHashMap.newKeySet();

        Client(String user) {
            this.user = user;
            Set<Grant> grants = Set.of(Grant.PUBLISH, Grant.SUBSCRIBE);
            ScopeLimits limits = new ScopeLimits(CROWD, 8, 2, 0);
            SessionAuth auth = new SessionAuth(scope.applicationId(), scope.scopeId(), user, grants, true, limits);
            SessionPorts ports = new SessionPorts(
                    MediaScope.ref(node.system(), scope),
                    agent.agent(),
                    agent.node(),
                    Clock.systemUTC(),
                    new Random(user.hashCode()),
                    ScopeSettings.create(node.settings().config()));
            session = node.system()
                    .systemActorOf(ParticipantSession.create(auth, this, ports), "crowd-" + user, Props.empty());
        }

        void ask(ClientRequest request) {
            session.tell(new SessionCommand.FromClient(1, request));
        }

        void join() {
            boolean speaks = clients.indexOf(this) % 100 == 0;
            TrackOffer mic = new TrackOffer(
                    "mic",
                    TrackKind.AUDIO,
                    Codec.OPUS,
                    List.of(new TrackOffer.LayerOffer(LayerName.HIGH, 0, 0, 0, 0)),
                    "");
            ask(new ClientRequest.Authenticate(
                    ClientKind.NATIVE, "1", "", speaks ? List.of(mic) : List.of(), RouteSubscription.ALL, null, false));
        }

        @Override
        public void send(ClientMessage message) {
            if (message instanceof ClientMessage.Welcome m) {
                m.participants().forEach(this::see);
                ready(m.sessionId());
            } else if (message instanceof ClientMessage.UserJoined m) {
                see(m.participant());
            } else if (message instanceof ClientMessage.UserLeft m) {
                sees.remove(m.userId());
            } else if (message instanceof ClientMessage.TransportChanged m && m.mediaType() == MediaType.VIDEO) {
                paths.add(m.userId());
            }
        }

        private void see(ParticipantInfo other) {
            sees.add(other.userId());
            if (other.videoTransport() != null) {
                paths.add(other.userId());
            }
        }

        /** As the agent says it when STUN has proved the paths. */
        private void ready(String sessionId) {
            for (MediaType type : MediaType.values()) {
                MediaScope.ref(node.system(), scope)
                        .tell(new ScopeCommand.TransportChanged(
                                agent.node(),
                                sessionId,
                                type,
                                Transport.UDP_RELAY,
                                "udp",
                                new HostPort("127.0.0.1", 9)));
            }
        }

        @Override
        public byte[] issueMediaTicket(String sessionId) {
            return new byte[0];
        }

        @Override
        public void close() {
            sees.clear();
        }
    }
}
