package io.mediascope.bench.scopes;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a phase cost: time, CPU, writes. */
final class Meter {
    /** The table of the events; the others are what comes with them. */
    private static final String JOURNAL = "messages";

    private final List<Long> nodes;
    private final long cassandraPid;
    private final List<Long> generators;
    private final CassandraMeter cassandra;

    Meter(List<Long> nodes, long cassandraPid, List<Long> generators, CassandraMeter cassandra) {
        this.nodes = nodes;
        this.cassandraPid = cassandraPid;
        this.generators = generators;
        this.cassandra = cassandra;
    }

    /** All since the starts of the processes, CPU in nanoseconds. */
    record Reading(long atNs, long nodesNs, long cassandraNs, long generatorsNs, Map<String, Long> writes) {
        /** What came between. */
        Cost since(Reading earlier) {
            double seconds = (atNs - earlier.atNs) / 1e9;
            Map<String, Long> more = new TreeMap<>();
            writes.forEach((table, count) -> more.put(table, count - earlier.writes.getOrDefault(table, 0L)));
            more.values().removeIf(count -> count == 0);
            return new Cost(
                    seconds,
                    (nodesNs - earlier.nodesNs) / 1e9 / seconds,
                    (cassandraNs - earlier.cassandraNs) / 1e9 / seconds,
                    (generatorsNs - earlier.generatorsNs) / 1e9 / seconds,
                    more);
        }
    }

    /** CPU in cores, writes by table. */
    record Cost(double seconds, double nodes, double cassandra, double generators, Map<String, Long> writes) {
        double writesPerSecond() {
            return writes.values().stream().mapToLong(Long::longValue).sum() / seconds;
        }

        double journalPerSecond() {
            return writes.getOrDefault(JOURNAL, 0L) / seconds;
        }
    }

    Reading read() {
        return new Reading(System.nanoTime(), cpuNs(nodes), cpuNs(cassandraPid), cpuNs(generators), cassandra.writes());
    }

    private static long cpuNs(List<Long> pids) {
        return pids.stream().mapToLong(Meter::cpuNs).sum();
    }

    /** Of all threads that the process has had. */
    private static long cpuNs(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("process " + pid + " does not run"))
                .toNanos();
    }
}
