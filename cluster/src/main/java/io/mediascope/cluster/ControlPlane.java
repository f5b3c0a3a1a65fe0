package io.mediascope.cluster;

import akka.actor.Address;
import akka.actor.AddressFromURIString;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.Join;
import akka.cluster.typed.JoinSeedNodes;
import akka.cluster.typed.SingletonActor;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.mediascope.cluster.credentials.ApplicationStore;
import io.mediascope.cluster.credentials.CredentialReplicator;
import io.mediascope.cluster.gateway.SessionStarter;
import io.mediascope.cluster.metrics.NodeCounters;
import io.mediascope.cluster.placement.LoadMeter;
import io.mediascope.cluster.placement.LoadReporter;
import io.mediascope.cluster.placement.Placer;
import io.mediascope.cluster.placement.Rebalancing;
import io.mediascope.cluster.relay.AgentDirectory;
import io.mediascope.cluster.relay.AgentPorts;
import io.mediascope.cluster.relay.LoadMover;
import io.mediascope.cluster.relay.MemberWatch;
import io.mediascope.cluster.relay.RelayAgent;
import io.mediascope.cluster.relay.RelayTable;
import io.mediascope.cluster.resolve.ShardHomes;
import io.mediascope.cluster.settings.ClusterSettings;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.cluster.settings.NodeStartException;
import io.mediascope.cluster.settings.PlacementSettings;
import io.mediascope.cluster.sweep.OpenScopes;
import io.mediascope.cluster.sweep.ScopeSweeper;
import io.mediascope.cluster.web.HttpMedia;
import io.mediascope.cluster.web.WebPorts;
import io.mediascope.media.model.Codec;
import io.mediascope.media.sdp.CodecPolicy;
import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.scope.account.Accounts;
import io.mediascope.scope.account.ApplicationAccount;
import io.mediascope.scope.entity.JournalHealth;
import io.mediascope.scope.entity.MediaScope;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.entity.ScopeDescription;
import io.mediascope.scope.entity.ScopePorts;
import io.mediascope.scope.entity.ScopeSettings;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.session.ParticipantSession;
import io.mediascope.scope.session.SessionCommand;
import io.mediascope.scope.session.SessionPorts;
import io.mediascope.transport.relay.NettyRelayEngine;
import io.mediascope.transport.relay.counters.RelayCounter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's actors: its membership, the sharded scopes and accounts, the relay agent and its directory. */
final class ControlPlane {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);
    private static final String SYSTEM = "mediascope";
    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(20);
    /** Until the slowest client of a scope that moves has come. */
    private static final Duration MOVE_TIME = Duration.ofSeconds(10);

    private static final Duration WARM_UP_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RESUME_SLACK = Duration.ofSeconds(5);

    /** What every client can do first. */
    private static final CodecPolicy WEB_CODECS =
            new CodecPolicy(List.of(Codec.OPUS, Codec.VP8, Codec.H264, Codec.VP9, Codec.AV1));

    final NodeRef node;
    final ActorRef<RelayCommand> agent;
    final AgentDirectory directory;
    private final ActorRef<LoadReporter.Command> loads;
    private final ActorSystem<Void> system;
    private final ScopeSettings scopeSettings;
    private final Clock clock;
    private final SecureRandom random;
    private final AtomicLong sessionNumber = new AtomicLong();

    private ControlPlane(
            ActorSystem<Void> system,
            NodeRef node,
            ActorRef<RelayCommand> agent,
            AgentDirectory directory,
            ActorRef<LoadReporter.Command> loads,
            ScopeSettings scopeSettings,
            Clock clock,
            SecureRandom random) {
        this.system = system;
        this.node = node;
        this.agent = agent;
        this.directory = directory;
        this.loads = loads;
        this.scopeSettings = scopeSettings;
        this.clock = clock;
        this.random = random;
    }

    /** What remoting waits for when the process ends is the sum of the phases' time-outs: the time of a drain has to be among them. */
    static Config configuration(NodeSettings settings) {
        return settings.config()
                .withValue(
                        "akka.coordinated-shutdown.phases.before-service-unbind.timeout",
                        ConfigValueFactory.fromAnyRef(settings.drainTime().plus(settings.stopTimeout())));
    }

    /** An ActorSystem that is up in its cluster: the seeds', or one of its own. */
    static ActorSystem<Void> join(ActorSystemSetup setup, ClusterSettings address) {
        ActorSystem<Void> system = create(setup, address);
        Cluster cluster = Cluster.get(system);
        CompletableFuture<Boolean> up = new CompletableFuture<>();
        akka.cluster.Cluster.get(system.classicSystem()).registerOnMemberUp(() -> up.complete(true));
        if (address.seedNodes().isEmpty()) {
            cluster.manager().tell(Join.create(cluster.selfMember().address()));
        } else {
            cluster.manager().tell(new JoinSeedNodes(seeds(address)));
        }
        SeedWatch seeds =
                SeedWatch.start(address.seedNodes(), SeedWatch.FIRST, SeedWatch.INTERVAL, text -> LOG.warn("{}", text));
        try {
            up.get(JOIN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return system;
        } catch (TimeoutException | ExecutionException e) {
            system.terminate();
            throw new NodeStartException(
                    "the node did not join " + (address.seedNodes().isEmpty() ? "its own cluster" : address.seedNodes())
                            + " within " + JOIN_TIMEOUT.toSeconds() + " s",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            system.terminate();
            throw new NodeStartException("the start was interrupted", e);
        } finally {
            seeds.close();
        }
    }

    private static List<Address> seeds(ClusterSettings address) {
        return address.seedNodes().stream()
                .map(seed -> AddressFromURIString.parse("akka://" + SYSTEM + "@" + seed))
                .toList();
    }

    private static ActorSystem<Void> create(ActorSystemSetup setup, ClusterSettings address) {
        try {
            return ActorSystem.create(Behaviors.empty(), SYSTEM, setup);
        } catch (RuntimeException e) {
            throw new NodeStartException(
                    "the cluster port " + address.host() + ":" + address.port() + " cannot be had: " + rootMessage(e)
                            + "; choose another one with mediascope.cluster.port (0 = any)",
                    e);
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    static ControlPlane start(
            ActorSystem<Void> system,
            NodeSettings settings,
            int linkPort,
            NettyRelayEngine engine,
            RelayTable relays,
            JournalHealth journal,
            NodeCounters counters,
            Clock clock) {
        SecureRandom random = new SecureRandom();
        NodeRef node = nodeRef(system, settings, linkPort);
        Placer placer = new Placer(settings.placement(), counters, random, System::nanoTime);
        AgentDirectory directory = new AgentDirectory(node.address(), placer);
        AgentPorts agentPorts = new AgentPorts(
                node,
                engine,
                address -> directory.named(address).flatMap(directory::agent),
                (scope, command) -> MediaScope.ref(system, scope).tell(command),
                counters,
                settings.agent(),
                random);
        ActorRef<RelayCommand> agent =
                system.systemActorOf(RelayAgent.create(agentPorts, relays), "relay-agent", Props.empty());
        system.receptionist().tell(Receptionist.register(RelayAgent.SERVICE_KEY, agent));
        directory.addOwn(node, agent);
        LoadMeter meter = meter(node, settings, engine);
        placer.loaded(meter.measure(false, System.nanoTime()));
        ActorRef<LoadReporter.Command> loads = system.systemActorOf(
                LoadReporter.create(
                        meter, placer, directory::regions, settings.placement().publishInterval(), System::nanoTime),
                "load-reporter",
                Props.empty());
        system.systemActorOf(directory.keeper(), "relay-directory", Props.empty());
        ScopeSettings scopes = settings.scope();
        Accounts accounts = ApplicationAccount.init(
                system, clock, scopes.account().loanTime(), scopes.account().maxBlock());
        MediaScope.init(system, new ScopePorts(directory, journal, accounts, clock, random, scopes));
        system.systemActorOf(MemberWatch.create(agent), "member-watch", Props.empty());
        system.systemActorOf(ShardHomes.create(system, MediaScope.ENTITY_KEY.name()), "shard-homes", Props.empty());
        PlacementSettings placement = settings.placement();
        system.systemActorOf(
                LoadMover.create(
                        agentPorts,
                        agent,
                        directory,
                        placer,
                        new Rebalancing(
                                placement.rebalance(), placement.settleTime().plus(MOVE_TIME)),
                        placement.publishInterval(),
                        System::nanoTime),
                "load-mover",
                Props.empty());
        return new ControlPlane(system, node, agent, directory, loads, scopes, clock, random);
    }

    private static LoadMeter meter(NodeRef node, NodeSettings settings, NettyRelayEngine engine) {
        return new LoadMeter(
                node.uid(),
                node.region(),
                settings.placement().at(),
                settings.agent().maxRelays(),
                settings.placement().capacityBps(),
                engine::load,
                () -> Objects.requireNonNull(engine.counters().get(RelayCounter.BYTES_OUT)));
    }

    /** Whether relays are placed here from now on; those that are here stay. */
    void takePlacements(boolean take) {
        loads.tell(new LoadReporter.Draining(!take));
    }

    private static NodeRef nodeRef(ActorSystem<Void> system, NodeSettings settings, int linkPort) {
        var self = Cluster.get(system).selfMember();
        int advertised = settings.link().advertisedPort();
        return new NodeRef(
                self.address().toString(),
                self.uniqueAddress().longUid(),
                settings.region(),
                settings.link().advertisedHost(),
                advertised == 0 ? linkPort : advertised);
    }

    /** Lets one scope recover, which touches sharding, journal and serializers: the first client does not wait for them. */
    void warmUp() {
        try {
            AskPattern.<ScopeCommand, ScopeDescription>ask(
                            MediaScope.ref(system, new ScopeKey("mediascope", "warm-up")),
                            ScopeCommand.Describe::new,
                            WARM_UP_TIMEOUT,
                            system.scheduler())
                    .toCompletableFuture()
                    .get(WARM_UP_TIMEOUT.toMillis() + 500, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The scopes are not ready yet; the first joins may wait for them");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Wakes the scopes that a crash left open; one node of the cluster does it, the oldest. */
    void sweep(OpenScopes scopes, Duration interval) {
        Behavior<ScopeSweeper.Command> sweeper = ScopeSweeper.create(
                scopes,
                system.dispatchers().lookup(DispatcherSelector.blocking()),
                scope -> wake(scopes, scope),
                interval);
        ClusterSingleton.get(system).init(SingletonActor.of(sweeper, "scope-sweeper"));
    }

    /** Whatever wakes a scope lets it end what has to end; one that does not live needs no further waking. */
    private void wake(OpenScopes scopes, ScopeKey scope) {
        MediaScope.ref(system, scope).tell(new ScopeCommand.Wake());
        AskPattern.<ScopeCommand, ScopeDescription>ask(
                        MediaScope.ref(system, scope), ScopeCommand.Describe::new, WARM_UP_TIMEOUT, system.scheduler())
                .thenAccept(described -> {
                    if (!described.live()) {
                        scopes.ended(scope, described.life());
                    }
                });
    }

    /** Keeps this node's applications and keys the same as those of the others. */
    void replicate(ApplicationStore applications, Duration refreshInterval) {
        system.systemActorOf(
                CredentialReplicator.create(
                        applications, system.dispatchers().lookup(DispatcherSelector.blocking()), refreshInterval),
                "credential-replicator",
                Props.empty());
    }

    /** What makes a session's actor out of a link. */
    SessionStarter sessions() {
        return (auth, link) -> {
            ScopeKey scope = new ScopeKey(auth.applicationId(), auth.scopeId());
            SessionPorts ports =
                    new SessionPorts(MediaScope.ref(system, scope), agent, node, clock, random, scopeSettings);
            return system.systemActorOf(
                    Behaviors.withMdc(
                            SessionCommand.class,
                            Map.of(
                                    "applicationId", auth.applicationId(),
                                    "scopeId", auth.scopeId(),
                                    "userId", auth.userId()),
                            ParticipantSession.create(auth, link, ports)),
                    "session-" + sessionNumber.incrementAndGet(),
                    Props.empty());
        };
    }

    /**
     * What gives browsers their peer connections.
     *
     * @param linkPort of the front door, which takes ICE over TCP as well
     */
    WebPorts web(NodeSettings settings, RelayTable relays, int linkPort, NodeCounters counters) {
        int advertised = settings.link().advertisedPort();
        int port = advertised == 0 ? linkPort : advertised;
        return new WebPorts(
                relays::handle,
                settings.link().advertisedAddresses().stream()
                        .map(address -> new IceCandidate(true, address, port))
                        .toList(),
                WEB_CODECS,
                scopeSettings.resumeWindow().plus(RESUME_SLACK),
                counters,
                System::nanoTime,
                random);
    }

    /** What starts WHIP's and WHEP's actors. */
    HttpMedia.Starter starter(String kind) {
        return new HttpMedia.Starter() {
            @Override
            public <T> ActorRef<T> start(Behavior<T> behavior) {
                return spawn(behavior, kind);
            }
        };
    }

    /** Starts an actor that lives as long as it wants. */
    <T> ActorRef<T> spawn(Behavior<T> behavior, String kind) {
        return system.systemActorOf(behavior, kind + "-" + sessionNumber.incrementAndGet(), Props.empty());
    }

    boolean isUp() {
        return Cluster.get(system).selfMember().status().equals(MemberStatus.up());
    }
}
