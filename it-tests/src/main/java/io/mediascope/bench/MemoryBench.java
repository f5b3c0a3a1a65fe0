package io.mediascope.bench;

import io.mediascope.sdk.Mediascope;
import io.mediascope.sdk.ScopeConnection;
import io.mediascope.sdk.ScopeListener;
import io.mediascope.sdk.ServiceLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    record Result(int scopes, int participantsPerScope, long heapBytes) {
        double bytesPerScope() {
            return (double) heapBytes / scopes;
        }
    }

    /** What {@code scopes} scopes with {@code participants} silent participants each add to the live heap. */
    Result run(int scopes, int participants) throws IOException {
        long before = liveHeapBytes();
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
            long after = liveHeapBytes();
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

    private long liveHeapBytes() throws IOException {
        String jcmd = System.getProperty("java.home") + "/bin/jcmd";
        Process process = new ProcessBuilder(jcmd, Long.toString(node.pid()), "GC.class_histogram").start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // last line: "Total  <instances>  <bytes>"
        String[] total =
                out.strip().substring(out.strip().lastIndexOf('\n') + 1).strip().split("\\s+");
        return Long.parseLong(total[2]);
    }
}
