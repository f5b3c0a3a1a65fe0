package io.mediascope.ops.cluster;

import io.mediascope.ops.node.ProcessRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Processes of a cluster whose supervisor died before them. */
public final class Leftovers {
    private static final int STOP_SECONDS = 15;

    private Leftovers() {}

    /** Those that still run. */
    public static List<ProcessRef> of(ClusterState state) {
        List<ProcessRef> processes = new ArrayList<>(state.nodes().stream()
                .map(ClusterState.Node::process)
                .filter(Objects::nonNull)
                .toList());
        processes.add(state.storage().cassandra());
        return processes.stream().filter(ProcessRef::isAlive).toList();
    }

    /** Ends them; returns how many there were. */
    public static int end(ClusterState state) throws InterruptedException {
        List<ProcessRef> processes = of(state);
        for (ProcessRef process : processes) {
            if (process.isFrozen() || !process.stop(STOP_SECONDS)) {
                process.kill();
            }
        }
        return processes.size();
    }
}
