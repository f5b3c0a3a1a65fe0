package io.mediascope.cluster;

import akka.Done;
import akka.actor.Cancellable;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import io.mediascope.cluster.credentials.ApplicationStore;
import io.mediascope.cluster.credentials.CreatedApplication;
import io.mediascope.cluster.credentials.JoinTokens;
import io.mediascope.cluster.gateway.GatewayPorts;
import io.mediascope.cluster.gateway.MediaTickets;
import io.mediascope.cluster.gateway.SessionGateway;
import io.mediascope.cluster.history.EventHistory;
import io.mediascope.cluster.journal.EmbeddedDatabase;
import io.mediascope.cluster.journal.JournalProbe;
import io.mediascope.cluster.member.DeathReports;
import io.mediascope.cluster.member.MemberId;
import io.mediascope.cluster.metrics.NodeCounters;
import io.mediascope.cluster.relay.RelayTable;
import io.mediascope.cluster.resolve.ResolveOutcome;
import io.mediascope.cluster.resolve.ResolveQuery;
import io.mediascope.cluster.resolve.Resolver;
import io.mediascope.cluster.settings.DataFolder;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.cluster.settings.NodeStartException;
import io.mediascope.cluster.settings.Profile;
import io.mediascope.cluster.storage.EmbeddedStorage;
import io.mediascope.cluster.storage.NodeStorage;
import io.mediascope.cluster.web.HttpMedia;
import io.mediascope.cluster.web.WebPorts;
import io.mediascope.cluster.web.WebSessions;
import io.mediascope.cluster.wire.UnreadMessages;
import io.mediascope.scope.entity.MediaScope;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.transport.door.DoorExtensions;
import io.mediascope.transport.door.FrontDoor;
import io.mediascope.transport.http.HttpService;
import io.mediascope.transport.relay.NettyRelayEngine;
import io.mediascope.transport.relay.RelayEndpoints;
import io.mediascope.transport.relay.RelayLoad;
import io.mediascope.transport.tls.TlsIdentity;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running node. Every method is safe from any thread and returns at once, unless it says that it waits. */
public final class MediascopeNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MediascopeNode.class);
    private static final String FIRST_APPLICATION = "default";
    private static final int TICKETS_MAX = 100_000;
    /** How many others a client is told: one that dies with its neighbour must not leave it alone. */
    private static final int FURTHER_NODES = 3;

    private final NodeSettings settings;
    private final ClosingStack closing;
    private final ApplicationStore applications;
    private final Optional<CreatedApplication> firstApplication;
    private final JoinTokens tokens;
    private final JournalProbe journal;
    private final NettyRelayEngine engine;
    private final TlsIdentity identity;
    private final SessionGateway gateway;
    private final ActorSystem<Void> system;
    private final FrontDoor door;
    private final ControlPlane control;
    private final Resolver resolver;
    private final HttpMedia httpMedia;
    private final LiveScopes liveScopes;
    private final EventHistory history;
    private final NodeCounters counters = new NodeCounters();
    private final long startedNs = System.nanoTime();
    private final CompletableFuture<Done> lost = new CompletableFuture<>();
    private @Nullable Cancellable shutdownHook;

    /** Opens in the order in which later parts need earlier ones; {@code closing} ends whatever was opened. */
    private MediascopeNode(NodeSettings settings, Opener opener, ClosingStack closing) {
        this.settings = settings;
        this.closing = closing;
        Clock clock = Clock.systemUTC();
        closing.add(DataFolder.lock(settings.dataDir()));
        NodeStorage storage = closing.add(opener.open(settings));
        applications = ApplicationStore.openLater(storage.applications(), clock);
        firstApplication = firstApplication(applications, settings.profile());
        tokens = new JoinTokens(applications, clock, settings.tokens().clockSkew());
        journal = closing.add(storage.probe());
        identity = DataPlane.identity(settings);
        engine = closing.add(DataPlane.engine(settings.udp(), settings.web()));
        RelayTable relays = new RelayTable(settings.agent().tombstone());
        gateway = new SessionGateway(new GatewayPorts(
                applications,
                tokens,
                new MediaTickets(new SecureRandom(), System::nanoTime, TICKETS_MAX),
                relays::handle,
                counters,
                journal,
                settings.link(),
                clock));
        door = closing.add(DataPlane.door(settings, identity, gateway, new DoorExtensions(engine.iceTcp())));
        system = ControlPlane.join(storage.journal(ControlPlane.configuration(settings)), settings.cluster());
        closing.add(this::stopActors);
        control = ControlPlane.start(system, settings, door.port(), engine, relays, journal, counters, clock);
        closing.add(this::drain);
        resolver = new Resolver(
                system,
                applications,
                tokens,
                control.node,
                scope -> MediaScope.ref(system, scope),
                control.directory::all,
                control.directory::hashed,
                counters,
                settings.resolve());
        liveScopes = new LiveScopes(system, control.agent);
        history = storage.history(system);
        if (settings.profile() == Profile.CLUSTER) {
            control.replicate(applications, settings.database().refreshInterval());
        }
        sayGoodbyeBeforeStop();
        control.warmUp();
        control.sweep(storage.openScopes(), settings.journal().sweepInterval());
        WebPorts web = control.web(settings, relays, door.port(), counters);
        httpMedia = new HttpMedia(web, gateway, control.starter("http-media"));
        gateway.open(
                control.sessions(),
                new WebSessions(web, behavior -> control.spawn(behavior, "web")),
                () -> control.directory.others(FURTHER_NODES));
    }

    /** A cluster's database may be down: its nodes know the applications from each other and from their last run. */
    private static Optional<CreatedApplication> firstApplication(ApplicationStore applications, Profile profile) {
        try {
            applications.reload();
            return applications.list().isEmpty()
                    ? Optional.of(applications.create(FIRST_APPLICATION))
                    : Optional.empty();
        } catch (IllegalStateException e) {
            if (profile == Profile.EMBEDDED) {
                throw e;
            }
            LOG.warn("Starting with the applications that this node knew: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Starts everything and waits until the node is ready for clients.
     *
     * @throws io.mediascope.cluster.settings.NodeStartException with one clear line; nothing is left running then
     */
    public static MediascopeNode start(NodeSettings settings) {
        if (settings.profile() == Profile.EMBEDDED
                && !settings.cluster().seedNodes().isEmpty()) {
            throw new NodeStartException(
                    "mediascope.cluster.seed-nodes is set, but the profile 'embedded' keeps a journal"
                            + " for each node of its own; leave it empty");
        }
        return start(settings, NodeStorage::open);
    }

    /** A node that keeps its events where other nodes of this process keep theirs. Whoever opened {@code shared} closes it. */
    public static MediascopeNode start(NodeSettings settings, EmbeddedDatabase shared) {
        return start(settings, with -> EmbeddedStorage.over(shared, with.journal()));
    }

    private static MediascopeNode start(NodeSettings settings, Opener opener) {
        ClosingStack closing = new ClosingStack();
        try {
            MediascopeNode node = new MediascopeNode(settings, opener, closing);
            node.stopWithProcess();
            LOG.info("Node ready, link port {}, data in {}", node.linkPort(), settings.dataDir());
            return node;
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    /** Opens what the node keeps. */
    @FunctionalInterface
    private interface Opener {
        NodeStorage open(NodeSettings settings);
    }

    public ActorSystem<?> system() {
        return system;
    }

    public NodeSettings settings() {
        return settings;
    }

    /** The bound TCP port of the front door. */
    public int linkPort() {
        return door.port();
    }

    /**
     * From now on {@code service} answers HTTP on the front door and on the plain port of the settings.
     *
     * @return where the plain port listens
     * @throws io.mediascope.cluster.settings.NodeStartException when it is busy
     */
    public InetSocketAddress serveHttp(HttpService service) {
        return DataPlane.serveHttp(door, settings.http(), service);
    }

    public UdpPorts udpPorts() {
        return new UdpPorts(ports(RelayEndpoints::audio), ports(RelayEndpoints::video), ports(RelayEndpoints::mux));
    }

    /** SHA-256 of the front door's certificate (DER) as {@code AB:CD:…}: what a client pins. */
    public String certificateFingerprint() {
        return identity.fingerprint();
    }

    /** The application that was made because the data folder had none; only on its first start. */
    public Optional<CreatedApplication> firstApplication() {
        return firstApplication;
    }

    public ApplicationStore applications() {
        return applications;
    }

    public JoinTokens tokens() {
        return tokens;
    }

    public CompletionStage<ResolveOutcome> resolve(ResolveQuery query) {
        return resolver.resolve(query);
    }

    /** WHIP and WHEP. */
    public HttpMedia httpMedia() {
        return httpMedia;
    }

    /** Whether relays are placed on this node from now on; it does by default. Relays that are here stay. */
    public void takePlacements(boolean take) {
        control.takePlacements(take);
    }

    /** The scopes that live on this node. */
    public CompletionStage<List<LiveScope>> scopes() {
        return liveScopes.all();
    }

    /** One scope, empty when it does not live now. */
    public CompletionStage<Optional<LiveScope>> describe(ScopeKey scope) {
        return liveScopes.one(scope);
    }

    public EventHistory history() {
        return history;
    }

    /** What this node is to its cluster. */
    public MemberId member() {
        return MemberId.of(system);
    }

    /** The machine on which {@code dead} ran says that its process is gone: the cluster goes on without it at once. */
    public DeathReports.Outcome reportDeath(MemberId dead) {
        return DeathReports.report(system, dead);
    }

    /**
     * Completes when the cluster takes this node out: it serves nobody any more, and its process has to end and be started anew. On a
     * thread of the actors.
     */
    public CompletionStage<Done> whenLost() {
        return lost;
    }

    /** Whether the cluster has taken this node out, or never let it in. */
    public boolean lost() {
        return CoordinatedShutdown.get(system)
                .getShutdownReason()
                .filter(reason -> reason.equals(CoordinatedShutdown.clusterDowningReason())
                        || reason.equals(CoordinatedShutdown.clusterJoinUnsuccessfulReason()))
                .isPresent();
    }

    /** All counters, Prometheus text format 0.0.4. */
    public String metrics() {
        long unread = UnreadMessages.of(system.classicSystem()).count();
        return NodeMetrics.write(health(), engine, door, counters, unread);
    }

    public NodeHealth health() {
        RelayLoad load = engine.load();
        boolean up = control.isUp();
        return new NodeHealth(
                up && journal.up(),
                up,
                journal.up(),
                load.relays(),
                load.participants(),
                gateway.links(),
                load.busyFraction(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs));
    }

    /** Says goodbye to clients, stops everything, and waits until it has stopped. Closing twice changes nothing. */
    @Override
    public void close() {
        closing.close();
        Cancellable hook = shutdownHook;
        if (hook != null) {
            hook.cancel();
        }
    }

    /**
     * A process that is asked to end stops its node in order. Akka has to know of the hook: its remoting has one of its own, which cuts
     * all connections to other nodes at once unless it is told to wait, and a node without them can neither drain nor leave.
     */
    private void stopWithProcess() {
        shutdownHook = CoordinatedShutdown.get(system).addCancellableJvmShutdownHook(this::close);
    }

    private List<Integer> ports(Function<RelayEndpoints, List<InetSocketAddress>> kind) {
        return engine.endpoints().stream()
                .flatMap(loop -> kind.apply(loop).stream().limit(1))
                .map(InetSocketAddress::getPort)
                .toList();
    }

    /** Whoever runs the process, then the clients, hear of the stop before anything else ends, whoever ordered it. */
    private void sayGoodbyeBeforeStop() {
        CoordinatedShutdown.get(system).addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "lost", () -> {
            if (lost()) {
                lost.complete(Done.getInstance());
            }
            return CompletableFuture.completedFuture(Done.getInstance());
        });
        CoordinatedShutdown.get(system)
                .addTask(
                        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
                        "goodbye",
                        () -> CompletableFuture.supplyAsync(() -> {
                            gateway.dismissAll("the node stops");
                            gateway.awaitGone(settings.stopTimeout().dividedBy(4));
                            return Done.getInstance();
                        }));
        CoordinatedShutdown.get(system)
                .addTask(
                        CoordinatedShutdown.PhaseServiceStop(),
                        "close-door",
                        () -> CompletableFuture.supplyAsync(() -> {
                            door.close();
                            return Done.getInstance();
                        }));
    }

    /** Of a node that is lost nobody takes anything over by its own word. */
    private void drain() {
        if (!lost()) {
            new Drain(system, control).run(settings.drainTime());
        }
    }

    private void stopActors() {
        system.terminate();
        try {
            system.getWhenTerminated()
                    .toCompletableFuture()
                    .get(settings.stopTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The actors did not stop within {}", settings.stopTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
