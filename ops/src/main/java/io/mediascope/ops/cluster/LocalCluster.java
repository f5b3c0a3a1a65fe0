package io.mediascope.ops.cluster;

import io.mediascope.ops.cluster.ClusterState.Node;
import io.mediascope.ops.cluster.ClusterState.NodePorts;
import io.mediascope.ops.cluster.ClusterState.Storage;
import io.mediascope.ops.cluster.cassandra.CassandraException;
import io.mediascope.ops.cluster.cassandra.CassandraLibraries;
import io.mediascope.ops.cluster.cassandra.CassandraServer;
import io.mediascope.ops.node.FreePorts;
import io.mediascope.ops.node.ProcessRef;
import io.mediascope.transport.tls.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A whole cluster on this machine, run by this process: Cassandra and nodes as its children, the database in itself. Safe from any
 * thread.
 */
public final class LocalCluster implements AutoCloseable {
    private static final long READY_SECONDS = 120;
    private static final long POLL_MS = 100;

    private final ClusterPlan plan;
    private final CassandraLibraries libraries;
    private final ClusterDatabase database;
    private final String token;
    private final String fingerprint;
    private final NodeStarter starter;
    private final Supervisor supervisor;
    private final ControlServer control;
    private volatile CassandraServer cassandra;
    private volatile boolean ready;
    private boolean closed;

    private LocalCluster(
            ClusterPlan plan, CassandraLibraries libraries, CassandraServer cassandra, ClusterDatabase database)
            throws IOException {
        this.plan = plan;
        this.libraries = libraries;
        this.cassandra = cassandra;
        this.database = database;
        this.token = newToken();
        // One certificate for all: a client pins it once and may go to any node.
        this.fingerprint = TlsIdentity.selfSigned(plan.folder().path()).fingerprint();
        this.starter = new NodeStarter(plan, storage());
        this.supervisor = new Supervisor(starter, this::write);
        this.control = ControlServer.start(this, token);
    }

    /**
     * Starts everything and waits until all nodes are ready.
     *
     * @param say one line of progress each
     * @throws RuntimeException with one clear line; nothing is left running then
     */
    public static LocalCluster start(ClusterPlan plan, Consumer<String> say) throws IOException, InterruptedException {
        ClusterFolder folder = plan.folder();
        folder.create();
        Optional<ClusterState> earlier = folder.read();
        if (earlier.isPresent() && Leftovers.end(earlier.get()) > 0) {
            say.accept("processes of an earlier run were still there and have been ended");
        }
        say.accept("starting Cassandra (the first time its libraries are fetched)");
        CassandraLibraries libraries = CassandraLibraries.provide(plan.home());
        ClusterDatabase database = ClusterDatabase.start(
                folder.database(),
                earlier.map(state -> state.storage().databaseUrl()).orElseGet(ClusterDatabase::newUrl));
        CassandraServer cassandra = null;
        LocalCluster cluster = null;
        try {
            cassandra = CassandraServer.start(libraries, folder.cassandra());
            cluster = new LocalCluster(plan, libraries, cassandra, database);
            cluster.startNodes(earlier, say);
            return cluster;
        } catch (RuntimeException | IOException | InterruptedException e) {
            undo(cluster, cassandra, database);
            throw e;
        }
    }

    private static void undo(
            @Nullable LocalCluster cluster, @Nullable CassandraServer cassandra, ClusterDatabase database) {
        if (cluster != null) {
            cluster.close();
            return;
        }
        if (cassandra != null) {
            cassandra.close();
        }
        database.close();
    }

    /** What the nodes and the supervisor are at now. */
    public ClusterState state() {
        return state(supervisor.states());
    }

    /** Does what a command asks; returns the node's number. */
    int obey(Order order) {
        switch (order.kind()) {
            case ADD -> {
                return add(order.region());
            }
            case START -> supervisor.start(order.number());
            case KILL -> supervisor.kill(order.number(), order.restart());
            case DRAIN -> supervisor.drain(order.number());
            case STOP_STORAGE -> stopStorage();
            case START_STORAGE -> startStorage();
        }
        return order.number();
    }

    /** Stops the nodes, then what they store in. Closing twice changes nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        control.close();
        supervisor.close();
        cassandra.close();
        database.close();
    }

    /** The first node alone, then all others: it makes the cluster that they join, and on a first start the application. */
    private void startNodes(Optional<ClusterState> earlier, Consumer<String> say)
            throws IOException, InterruptedException {
        List<ManagedNode> nodes = IntStream.rangeClosed(1, plan.nodes())
                .mapToObj(number -> node(number, plan.region(number), earlier))
                .toList();
        say.accept("making the tables");
        starter.makeSchema(nodes.get(0));
        say.accept("starting " + nodes.size() + (nodes.size() == 1 ? " node" : " nodes"));
        supervisor.add(nodes.get(0));
        awaitReady();
        FirstApplication.shownBy(plan.folder().node(1)).forEach(say);
        nodes.stream().skip(1).forEach(supervisor::add);
        awaitReady();
        ready = true;
        write(supervisor.states());
    }

    /** Whoever waits sees a node that ends again and again as one that does not become ready; its log says why. */
    private void awaitReady() throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        List<Node> nodes = supervisor.states();
        while (nodes.stream().anyMatch(node -> node.status() != NodeStatus.RUNNING)) {
            Optional<Node> failed =
                    nodes.stream().filter(node -> node.restarts() > 2).findFirst();
            if (failed.isPresent() || System.nanoTime() > deadlineNs) {
                Node node = failed.orElseGet(() -> supervisor.states().get(0));
                throw new ClusterException("node " + node.number() + " does not become ready; see "
                        + plan.folder().node(node.number()).console());
            }
            Thread.sleep(POLL_MS);
            nodes = supervisor.states();
        }
    }

    private synchronized int add(String region) {
        int number = supervisor.states().stream().mapToInt(Node::number).max().orElse(0) + 1;
        supervisor.add(node(number, region.isEmpty() ? plan.region(number) : region, Optional.empty()));
        return number;
    }

    private ManagedNode node(int number, String region, Optional<ClusterState> earlier) {
        NodePorts ports = earlier.flatMap(state -> state.node(number))
                .map(Node::ports)
                .orElseGet(() -> new NodePorts(FreePorts.next(), FreePorts.next(), FreePorts.next()));
        return new ManagedNode(number, region, ports, plan.folder().node(number));
    }

    private void write(List<Node> nodes) {
        try {
            plan.folder().write(state(nodes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ClusterState state(List<Node> nodes) {
        return new ClusterState(ProcessRef.own(), ready, control.port(), token, fingerprint, storage(), nodes);
    }

    private synchronized void stopStorage() {
        if (!cassandra.isAlive()) {
            throw new ClusterException("Cassandra does not run");
        }
        cassandra.close();
    }

    /** On the same folder: the same data, the same ports. */
    private synchronized void startStorage() {
        if (cassandra.isAlive()) {
            throw new ClusterException("Cassandra runs");
        }
        try {
            cassandra = CassandraServer.start(libraries, plan.folder().cassandra());
        } catch (CassandraException e) {
            throw new ClusterException(String.valueOf(e.getMessage()), e);
        }
        write(supervisor.states());
    }

    private Storage storage() {
        return new Storage(cassandra.process(), cassandra.contactPoint(), database.url());
    }

    private static String newToken() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
