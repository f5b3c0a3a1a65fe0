package io.mediascope.cluster.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import io.mediascope.cluster.credentials.ApplicationStore;
import io.mediascope.cluster.credentials.JoinTokens;
import io.mediascope.cluster.credentials.TokenOrder;
import io.mediascope.cluster.journal.EmbeddedDatabase;
import io.mediascope.cluster.metrics.NodeCounters;
import io.mediascope.cluster.settings.NodeSettings.ResolveSettings;
import io.mediascope.scope.entity.ResolveReply;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayReply;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scope's actor and the agents are played by hand; applications and tokens are real. */
class ResolverTest {
    private static final NodeRef SELF = new NodeRef("akka://m@127.0.0.1:1", 1, "here", "127.0.0.1", 7443);
    private static final NodeRef HOLDER = new NodeRef("akka://m@127.0.0.1:2", 2, "here", "127.0.0.1", 7444);
    private static final HostPort LOST = new HostPort("127.0.0.1", 7443);

    @TempDir
    Path folder;

    private final ActorTestKit kit = ActorTestKit.create(
            "resolver", ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));
    private final TestProbe<ScopeCommand> scopes = kit.createTestProbe();
    private EmbeddedDatabase database;
    private JoinTokens tokens;
    private ScopeKey scope;
    private Resolver resolver;

    @BeforeEach
    void open() {
        database = EmbeddedDatabase.open(folder);
        ApplicationStore applications = ApplicationStore.open(database.dataSource(), Clock.systemUTC());
        scope = new ScopeKey(applications.create("calls").application().id(), "room");
        tokens = new JoinTokens(applications, Clock.systemUTC(), Duration.ofSeconds(5));
        resolver = new Resolver(
                kit.system(),
                applications,
                tokens,
                SELF,
                key -> scopes.ref(),
                () -> Set.of(agent(SELF, false), agent(HOLDER, true)),
                (scope, client, failed) -> Optional.of(failed.contains(LOST) ? HOLDER : SELF),
                new NodeCounters(),
                new ResolveSettings(Duration.ofMillis(500), 2, 1, 100));
    }

    @AfterEach
    void close() {
        kit.shutdownTestKit();
        database.close();
    }

    @Test
    void shouldTellTheScopeWhoAsksByTheTokenAlone() {
        resolver.resolve(query(Optional.of(token("ann")), List.of(LOST)));
        ScopeCommand.Resolve asked = scopes.expectMessageClass(ScopeCommand.Resolve.class);
        assertThat(asked.userId()).isEqualTo("ann");
        assertThat(asked.failed()).containsExactly(LOST);
        assertThat(asked.askedNode()).isEqualTo(SELF.address());

        resolver.resolve(query(Optional.empty(), List.of(LOST)));
        assertThat(scopes.expectMessageClass(ScopeCommand.Resolve.class).userId())
                .isEmpty();
        resolver.resolve(query(Optional.of(token("ann") + "x"), List.of(LOST)));
        assertThat(scopes.expectMessageClass(ScopeCommand.Resolve.class).userId())
                .isEmpty();
    }

    @Test
    void shouldAnswerWhatTheScopeSays() throws Exception {
        var answer = resolver.resolve(query(Optional.empty(), List.of()));
        scopes.expectMessageClass(ScopeCommand.Resolve.class).replyTo().tell(new ResolveReply.Found(HOLDER, true));
        assertThat(answer.toCompletableFuture().get(5, TimeUnit.SECONDS))
                .isEqualTo(new ResolveOutcome.Found(new HostPort("127.0.0.1", 7444), true));
    }

    @Test
    void shouldAskTheAgentsWhenTheScopeIsSilent() throws Exception {
        long begunNs = System.nanoTime();
        var answer = resolver.resolve(query(Optional.of(token("ann")), List.of()));
        scopes.expectMessageClass(ScopeCommand.Resolve.class);
        assertThat(answer.toCompletableFuture().get(5, TimeUnit.SECONDS))
                .isEqualTo(new ResolveOutcome.Found(new HostPort("127.0.0.1", 7444), true));
        assertThat(Duration.ofNanos(System.nanoTime() - begunNs))
                .isBetween(Duration.ofMillis(500), Duration.ofSeconds(3));
    }

    @Test
    void shouldAnswerStrangersAboveTheirRateWithoutAskingAnybody() throws Exception {
        resolver.resolve(query(Optional.empty(), List.of()));
        resolver.resolve(query(Optional.empty(), List.of()));
        scopes.expectMessageClass(ScopeCommand.Resolve.class);
        scopes.expectMessageClass(ScopeCommand.Resolve.class);
        var limited = resolver.resolve(query(Optional.empty(), List.of()));
        assertThat(limited.toCompletableFuture().get(100, TimeUnit.MILLISECONDS))
                .isEqualTo(new ResolveOutcome.Found(new HostPort("127.0.0.1", 7443), false));
        assertThat(resolver.resolve(query(Optional.empty(), List.of(LOST)))
                        .toCompletableFuture()
                        .get(100, TimeUnit.MILLISECONDS))
                .as("another node than the one that failed")
                .isEqualTo(new ResolveOutcome.Found(new HostPort("127.0.0.1", 7444), false));
        scopes.expectNoMessage(Duration.ofMillis(50));
        resolver.resolve(query(Optional.of(token("ann")), List.of()));
        scopes.expectMessageClass(ScopeCommand.Resolve.class);
    }

    @Test
    void shouldGiveAScopeTheTimeToAskTheNodeThatFailed() throws Exception {
        var answer = resolver.resolve(query(Optional.of(token("ann")), List.of(LOST)));
        var asked = scopes.expectMessageClass(ScopeCommand.Resolve.class);
        NodeRef elsewhere = new NodeRef("akka://m@127.0.0.1:3", 3, "here", "127.0.0.1", 7445);
        kit.system()
                .scheduler()
                .scheduleOnce(
                        Duration.ofMillis(700),
                        () -> asked.replyTo().tell(new ResolveReply.Found(elsewhere, true)),
                        kit.system().executionContext());
        assertThat(answer.toCompletableFuture().get(5, TimeUnit.SECONDS))
                .isEqualTo(new ResolveOutcome.Found(new HostPort("127.0.0.1", 7445), true));
    }

    private ResolveQuery query(Optional<String> token, List<HostPort> failed) {
        return new ResolveQuery(
                scope.applicationId(),
                scope.scopeId(),
                token,
                failed,
                ClientPlace.UNKNOWN,
                InetAddress.getLoopbackAddress());
    }

    private String token(String user) {
        return tokens.issue(TokenOrder.of(scope, user, Duration.ofMinutes(5)));
    }

    private ActorRef<RelayCommand> agent(NodeRef node, boolean holds) {
        return kit.spawn(Behaviors.receiveMessage(message -> {
            if (message instanceof RelayCommand.Query query) {
                query.replyTo()
                        .tell(
                                holds
                                        ? new RelayReply.Held(
                                                query.scope(),
                                                node,
                                                new FencingToken(1, "a"),
                                                1,
                                                new byte[32],
                                                List.of())
                                        : new RelayReply.NotHeld(query.scope(), node));
            }
            return Behaviors.same();
        }));
    }
}
