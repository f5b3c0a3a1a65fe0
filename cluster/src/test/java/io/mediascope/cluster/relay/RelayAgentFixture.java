package io.mediascope.cluster.relay;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import io.mediascope.cluster.metrics.NodeCounters;
import io.mediascope.cluster.settings.NodeSettings.AgentSettings;
import io.mediascope.media.routing.RoutingDelta;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayReply;
import io.mediascope.scope.session.LocalRelayCommand;
import io.mediascope.scope.session.SessionCommand;
import io.mediascope.transport.relay.NettyRelayEngine;
import io.mediascope.transport.relay.RelayEngineSettings;
import java.net.BindException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The agent over real relay loops, and those that it speaks to. */
abstract class RelayAgentFixture {
    static final ScopeKey ROOM = new ScopeKey("app", "room");
    static final FencingToken FIRST = new FencingToken(1, "a");
    static final FencingToken SECOND = new FencingToken(2, "b");
    static final byte[] SECRET = new byte[32];

    final ActorTestKit kit = ActorTestKit.create(
            ConfigFactory.parseString("akka.actor.provider=local").withFallback(ConfigFactory.load()));
    final NodeCounters counters = new NodeCounters();
    final TestProbe<RelayReply> scope = kit.createTestProbe(RelayReply.class);
    final TestProbe<ScopeCommand> entity = kit.createTestProbe(ScopeCommand.class);
    final Map<String, ActorRef<RelayCommand>> others = new HashMap<>();
    final AtomicBoolean agentFails = new AtomicBoolean();
    NettyRelayEngine engine;
    ActorRef<RelayCommand> agent;

    @BeforeEach
    void start() throws BindException {
        engine = NettyRelayEngine.start(RelayEngineSettings.loopback());
        AgentSettings settings = new AgentSettings(
                Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMinutes(10), 1);
        agent = kit.spawn(RelayAgent.create(ports(settings), new RelayTable(settings.tombstone())));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        engine.close();
    }

    AgentPorts ports(AgentSettings settings) {
        return new AgentPorts(
                new NodeRef("akka://mediascope@127.0.0.1:1", 7, "local", "127.0.0.1", 7443),
                engine,
                address -> Optional.ofNullable(others.get(address)),
                (key, command) -> {
                    if (agentFails.compareAndSet(true, false)) {
                        throw new IllegalStateException("the agent fails once");
                    }
                    entity.ref().tell(command);
                },
                counters,
                settings,
                new Random(1));
    }

    TestProbe<SessionCommand> register(String sessionId, String userId, int epoch) {
        TestProbe<SessionCommand> session = kit.createTestProbe(SessionCommand.class);
        agent.tell(new LocalRelayCommand.RegisterSession(ROOM, sessionId, userId, epoch, session.ref()));
        return session;
    }

    RelayReply.Opened open(FencingToken token, byte[] secret) {
        agent.tell(new RelayCommand.Open(ROOM, token, secret, scope.ref()));
        return scope.expectMessageClass(RelayReply.Opened.class);
    }

    RelayCommand.Apply apply(FencingToken token, long version, List<RelayCommand.Delivery> deliveries) {
        return new RelayCommand.Apply(
                ROOM,
                token,
                new RoutingDelta(version - 1, version, false, List.of(), List.of()),
                deliveries,
                scope.ref());
    }
}
