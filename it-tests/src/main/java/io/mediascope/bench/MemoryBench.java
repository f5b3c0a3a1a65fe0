package io.mediascope.bench;

import io.mediascope.bench.measure.LiveHeap;
import io.mediascope.sdk.Mediascope;
import io.mediascope.sdk.ScopeConnection;
import io.mediascope.sdk.ScopeListener;
import io.mediascope.sdk.ServiceLoop;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Live heap of a node per scope and per participant, by a class histogram after a full collection. */
final class MemoryBench {
    private final BenchNode node;

    MemoryBench(BenchNode node) {
        this.node = node;
    }

    static void print(PrintWriter out, BenchNode node) throws IOException {
        MemoryBench bench = new MemoryBench(node);
        bench.run(20, 2);
        Result one = bench.run(300, 1);
        Result three = bench.run(200, 3);
        double perParticipant = (three.bytesPerScope() - one.bytesPerScope()) / 2;
        out.println("| live heap of | KiB |");
        out.println("|---|---|");
        out.printf("| a participant, joined and idle | %.1f |%n", perParticipant / 1024);
        out.printf("| a scope without its participants | %.1f |%n", (one.bytesPerScope() - perParticipant) / 1024);
        out.flush();
    }

    record Result(int scopes, int participantsPerScope, long heapBytes) {
        double bytesPerScope() {
            return (double) heapBytes / scopes;
        }
    }

    /** What {@code scopes} scopes with {@code participants} silent participants each add to the live heap. */
    Result run(int scopes, int participants) throws IOException {
        long before = LiveHeap.bytes(node.pid());
        List<ScopeConnection> connections = new ArrayList<>();
        try (ServiceLoop loop = ServiceLoop.create()) {
            for (int s = 0; s < scopes; s++) {
                for (int p = 0; p < participants; p++) {
                    connections.add(Mediascope.connect(
                            node.descriptor("memory-" + participants + "-" + s, "user-" + p, loop)
                                    .build(),
                            new ScopeListener() {}));
                    if (connections.size() % 50 == 0) {
                        await(connections);
                    }
                }
            }
            await(connections);
            long after = LiveHeap.bytes(node.pid());
            CompletableFuture.allOf(connections.stream()
                            .map(c -> c.disconnect().toCompletableFuture())
                            .toArray(CompletableFuture[]::new))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
            return new Result(scopes, participants, after - before);
        }
    }

    private static void await(List<ScopeConnection> connections) {
        CompletableFuture.allOf(connections.stream()
                        .map(c -> c.connected().toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .orTimeout(120, TimeUnit.SECONDS)
                .join();
    }
}
