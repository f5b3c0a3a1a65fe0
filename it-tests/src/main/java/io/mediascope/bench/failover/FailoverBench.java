package io.mediascope.bench.failover;

import io.mediascope.ops.cluster.ClusterFolder;
import io.mediascope.ops.cluster.ClusterPlan;
import io.mediascope.ops.cluster.LocalCluster;
import io.mediascope.sdk.ScopeDescriptor;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Does the same fault to call after call, and prints what each noticed. */
public final class FailoverBench {
    private static final int BACK_SECONDS = 60;
    private static final int FRAMES = 50;

    private final ClusterAccess cluster;
    private final Duration calm;
    private final PrintWriter log;
    private int scopes;

    private FailoverBench(ClusterAccess cluster, Duration calm, PrintWriter log) {
        this.cluster = cluster;
        this.calm = calm;
        this.log = log;
    }

    /**
     * Starts a cluster of three nodes in {@code data} and prints a Markdown table.
     *
     * @param log gets a line per run
     * @param mainClass the command line's
     * @param calm how long each call has run before the fault
     */
    public static void print(
            PrintWriter out,
            PrintWriter log,
            Path home,
            Path data,
            String mainClass,
            List<Fault> faults,
            int runs,
            Duration calm)
            throws Exception {
        ClusterFolder folder = ClusterFolder.of(data);
        ClusterPlan plan = new ClusterPlan(
                home, folder, 3, List.of("local"), "512m", Map.of("mediascope.udp.loops", "1"), mainClass);
        LocalCluster processes = LocalCluster.start(plan, line -> {});
        try {
            FailoverBench bench = new FailoverBench(new ClusterAccess(folder), calm, log);
            out.println(OutageTable.HEAD);
            for (Fault fault : faults) {
                out.println(bench.row(fault, runs));
                out.flush();
            }
        } finally {
            processes.close();
        }
    }

    private String row(Fault fault, int runs) throws Exception {
        List<Outage> outages = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            outages.add(outage(fault, "call-" + ++scopes));
        }
        return OutageTable.row(fault, outages);
    }

    private Outage outage(Fault fault, String scope) throws Exception {
        Outage seen;
        Strike strike;
        try (MeasuredCall call = MeasuredCall.start(user -> cluster.descriptor(scope, user))) {
            strike = Strike.prepare(cluster, fault, scope);
            Thread.sleep(calm.toMillis());
            seen = measured(call, strike, scope);
        }
        strike.undo();
        Outage whole = seen.withEvents(History.faults(cluster, scope));
        log.println(fault + " " + whole);
        if (whole.eventsWrong() > 0) {
            cluster.events(scope).forEach(log::println);
        }
        log.flush();
        return whole;
    }

    private Outage measured(MeasuredCall call, Strike strike, String scope) throws Exception {
        ScopeDescriptor.Builder late = cluster.descriptor(scope, "late");
        String token = cluster.token(scope, "asker");
        call.mark();
        strike.begin();
        try (JoinProbe join = new JoinProbe(late);
                ResolveProbe resolve = strike.resolveProbe(token)) {
            long joinedMs = join.joinedMs(BACK_SECONDS);
            call.awaitFrames(FRAMES, BACK_SECONDS);
            resolve.awaitSettled(BACK_SECONDS);
            return new Outage(call.noticedMs(), resolve.wrongMs(), joinedMs, call.longestGapMs(), call.framesLost(), 0);
        }
    }
}
