package io.mediascope.bench.scopes;

import io.mediascope.bench.measure.JoinSigner;
import io.mediascope.bench.measure.Times;
import io.mediascope.bench.scopes.Meter.Cost;
import io.mediascope.bench.scopes.Meter.Reading;
import io.mediascope.ops.cluster.ClusterFolder;
import io.mediascope.ops.cluster.ClusterPlan;
import io.mediascope.ops.cluster.LocalCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/**
 * Many scopes that live at the same time, with two participants each, on a cluster of processes with Cassandra. Clients ask real HTTP where
 * to join and hold real links, without TLS and without media: what is measured is the control plane.
 */
public final class ScopesBench {
    private static final int LINKS_PER_GENERATOR = 12_000;
    private static final int RESOLVES_PER_SECOND = 200;

    private final Scale scale;
    private final List<String> generator;
    private final MeasuredCluster cluster;
    private final ScopesTable table;
    private final AtomicInteger unanswered = new AtomicInteger();

    /**
     * How much.
     *
     * @param inFlight scopes whose people join at a time
     */
    public record Scale(int scopes, int nodes, int inFlight, int holdSeconds) {}

    private ScopesBench(Scale scale, List<String> generator, MeasuredCluster cluster, PrintWriter out) {
        this.scale = scale;
        this.generator = generator;
        this.cluster = cluster;
        this.table = new ScopesTable(out);
    }

    /**
     * Starts a cluster in {@code data}, measures, and prints Markdown tables.
     *
     * @param mainClass the command line's
     * @param generate the arguments by which it calls {@link #generate}
     */
    public static void print(
            PrintWriter out, Path home, Path data, String mainClass, List<String> generate, Scale scale)
            throws Exception {
        ClusterFolder folder = ClusterFolder.of(data);
        ClusterPlan plan = new ClusterPlan(
                home,
                folder,
                scale.nodes(),
                List.of("local"),
                "1g",
                // All clients have one address and one application here: their limits are not what is measured.
                Map.of(
                        "mediascope.udp.loops", "1",
                        "mediascope.resolve.source-burst", "100000",
                        "mediascope.resolve.source-per-second", "100000"),
                mainClass);
        List<String> generator = new ArrayList<>(List.of(mainClass));
        generator.addAll(generate);
        LocalCluster processes = LocalCluster.start(plan, line -> {});
        // Its processes are in sessions of their own: whoever interrupts the command leaves none of them behind.
        Runtime.getRuntime().addShutdownHook(new Thread(processes::close, "stop-cluster"));
        try (CassandraMeter cassandra =
                new CassandraMeter(processes.state().storage().contactPoint(), "mediascope")) {
            new ScopesBench(scale, generator, new MeasuredCluster(folder, cassandra), out).run();
        } finally {
            processes.close();
        }
    }

    /** What a generating process does. */
    public static void generate(Reader in, Appendable out) throws IOException, InterruptedException {
        LoadProcess.serve(in, out);
    }

    private void run() throws Exception {
        warmUp();
        List<NodeMemory> before = cluster.memory();
        List<LoadProcess> generators = generators("call", scale.scopes());
        try {
            Meter meter =
                    cluster.meter(generators.stream().map(LoadProcess::pid).toList());
            measure(generators, meter, before);
        } finally {
            close(generators);
        }
    }

    private void measure(List<LoadProcess> generators, Meter meter, List<NodeMemory> before) throws Exception {
        int people = scale.scopes() * ScopeLoad.USERS.size();
        table.phases();
        Reading empty = meter.read();
        List<LoadOrder.Joined> joined = join(generators);
        Reading full = meter.read();
        Cost ramp = full.since(empty);
        table.phase("everybody joins", people, ramp);
        Times asked = hold();
        Cost rest = meter.read().since(full);
        table.phase("all are there", 0, rest);
        List<NodeMemory> after = cluster.memory();
        cluster.checkAlive(after, scale.scopes());
        Reading leaving = meter.read();
        int lost = leave(generators);
        double closedSeconds = meter.read().since(leaving).seconds();
        cluster.awaitNoRelay();
        Cost end = meter.read().since(leaving);
        table.phase("everybody leaves, until all scopes are disposed", people, end);
        table.line("");
        times(joined, asked);
        nodes(before, after);
        table.writes("everybody joins", ramp);
        table.writes("all are there", rest);
        table.writes("everybody leaves", end);
        table.line("Links sent to another node: " + sum(joined, LoadOrder.Joined::redirects) + ", joins repeated: "
                + sum(joined, LoadOrder.Joined::failures) + ", resolves without an answer: " + unanswered
                + ", links lost: "
                + lost + ". The last link was closed "
                + Math.round(closedSeconds) + " s after the first goodbye.");
    }

    private static int sum(List<LoadOrder.Joined> joined, ToIntFunction<LoadOrder.Joined> what) {
        return joined.stream().mapToInt(what).sum();
    }

    private void times(List<LoadOrder.Joined> joined, Times asked) {
        Times resolves = new Times();
        Times joins = new Times();
        joined.forEach(part -> {
            resolves.with(part.resolveUs());
            joins.with(part.joinUs());
        });
        table.times();
        table.time("a join: resolve, connect, Welcome", joins);
        table.time("its resolve", resolves);
        table.time("a resolve with all scopes alive, " + RESOLVES_PER_SECOND + "/s", asked);
        table.line("");
    }

    private void nodes(List<NodeMemory> before, List<NodeMemory> after) {
        table.nodes();
        for (int i = 0; i < after.size(); i++) {
            table.node(i + 1, before.get(i), after.get(i));
        }
        table.line("");
    }

    /** Classes are loaded and the JIT has begun: what an hour-old node no longer does should not count. */
    private void warmUp() throws Exception {
        List<LoadProcess> generators = generators("warm-up", Math.max(20, scale.scopes() / 10));
        try {
            join(generators);
            leave(generators);
            cluster.awaitNoneOpen();
        } finally {
            close(generators);
        }
    }

    private List<LoadProcess> generators(String prefix, int scopes) throws IOException {
        JoinSigner tokens = cluster.tokens();
        int count = Math.max(2, 1 + scopes * ScopeLoad.USERS.size() / LINKS_PER_GENERATOR);
        List<LoadProcess> generators = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LoadOrder order = new LoadOrder(
                    tokens.applicationId(),
                    tokens.keyId(),
                    tokens.secret(),
                    prefix,
                    scopes * i / count,
                    scopes * (i + 1) / count,
                    Math.max(1, scale.inFlight() / count),
                    cluster.httpOfLink());
            generators.add(LoadProcess.start(generator, order));
        }
        return generators;
    }

    private static List<LoadOrder.Joined> join(List<LoadProcess> generators) {
        return all(generators.stream().map(LoadProcess::join).toList());
    }

    private static int leave(List<LoadProcess> generators) {
        return all(generators.stream().map(LoadProcess::leave).toList()).stream()
                .mapToInt(LoadOrder.Left::lost)
                .sum();
    }

    /** Asks where random scopes live, at a steady rate. */
    private Times hold() throws InterruptedException {
        Resolving resolving =
                new Resolving(cluster.tokens(), List.copyOf(cluster.httpOfLink().values()));
        List<CompletableFuture<?>> answers = new ArrayList<>();
        long beganNs = System.nanoTime();
        for (int i = 0; i < scale.holdSeconds() * RESOLVES_PER_SECOND; i++) {
            long dueNs = beganNs + TimeUnit.SECONDS.toNanos(1) * i / RESOLVES_PER_SECOND;
            TimeUnit.NANOSECONDS.sleep(dueNs - System.nanoTime());
            String scope = "call-" + ThreadLocalRandom.current().nextInt(scale.scopes());
            answers.add(
                    resolving.ask(scope, cluster.tokens().token(scope, "eve")).exceptionally(failure -> {
                        unanswered.incrementAndGet();
                        return null;
                    }));
        }
        all(answers);
        return resolving.times();
    }

    private static <T> List<T> all(List<? extends CompletableFuture<? extends T>> futures) {
        return futures.stream().<T>map(CompletableFuture::join).toList();
    }

    private static void close(List<LoadProcess> generators) throws IOException {
        for (LoadProcess load : generators) {
            load.close();
        }
    }
}
