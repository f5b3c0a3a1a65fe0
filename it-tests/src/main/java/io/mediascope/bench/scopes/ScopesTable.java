package io.mediascope.bench.scopes;

import io.mediascope.bench.measure.Times;
import io.mediascope.bench.scopes.Meter.Cost;
import java.io.PrintWriter;
import java.util.stream.Collectors;

/** The tables that are printed. */
final class ScopesTable {
    private final PrintWriter out;

    ScopesTable(PrintWriter out) {
        this.out = out;
    }

    void phases() {
        out.println(
                "| phase | s | joins or leaves/s | Cassandra writes/s | of them to the journal | CPU cores: nodes | Cassandra | generators |");
        out.println("|---|---|---|---|---|---|---|---|");
    }

    /** @param people who joined or left */
    void phase(String name, int people, Cost cost) {
        out.printf(
                "| %s | %.0f | %.0f | %.0f | %.0f | %.2f | %.2f | %.2f |%n",
                name,
                cost.seconds(),
                people / cost.seconds(),
                cost.writesPerSecond(),
                cost.journalPerSecond(),
                cost.nodes(),
                cost.cassandra(),
                cost.generators());
        out.flush();
    }

    /** Which tables the writes went to. */
    void writes(String phase, Cost cost) {
        String tables = cost.writes().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        out.println("Writes in the phase \"" + phase + "\" by table: " + (tables.isEmpty() ? "none" : tables) + ".");
    }

    void times() {
        out.println("| time of | how many | p50 | p99 | max |");
        out.println("|---|---|---|---|---|");
    }

    void time(String what, Times times) {
        out.printf(
                "| %s | %d | %.1f ms | %.1f ms | %.0f ms |%n",
                what, times.count(), times.quantileMs(0.5), times.quantileMs(0.99), times.quantileMs(1));
        out.flush();
    }

    void nodes() {
        out.println("| node | scopes | live heap before | with them | per scope | resident before | with them |");
        out.println("|---|---|---|---|---|---|---|");
    }

    void node(int number, NodeMemory before, NodeMemory after) {
        double perScope = (double) (after.heapBytes() - before.heapBytes()) / Math.max(1, after.scopes());
        out.printf(
                "| %d | %d | %.1f MiB | %.1f MiB | %.1f KiB | %.0f MiB | %.0f MiB |%n",
                number,
                after.scopes(),
                mebibytes(before.heapBytes()),
                mebibytes(after.heapBytes()),
                perScope / 1024,
                mebibytes(before.residentBytes()),
                mebibytes(after.residentBytes()));
        out.flush();
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    private static double mebibytes(long bytes) {
        return bytes / 1048576.0;
    }
}
