package io.mediascope.bench;

import io.mediascope.load.NumberedSource;
import io.mediascope.sdk.Mediascope;
import io.mediascope.sdk.RemoteTrack;
import io.mediascope.sdk.ScopeConnection;
import io.mediascope.sdk.ScopeListener;
import io.mediascope.sdk.ServiceLoop;
import io.mediascope.sdk.TrackSpec;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** How long one who joins waits for a picture: from opening the link to the first whole frame, which is a key frame. */
final class JoinBench {
    private static final int WARM_UP = 20;
    private static final int FRAME_BYTES = 3000;
    private static final double FRAMES_PER_SECOND = 25;
    private static final long PATIENCE_SECONDS = 20;

    private final BenchNode node;

    private JoinBench(BenchNode node) {
        this.node = node;
    }

    static void print(PrintWriter out, BenchNode node, int joins) {
        JoinBench bench = new JoinBench(node);
        bench.run(WARM_UP);
        Times times = bench.run(joins);
        out.println("| joins, one after the other | welcomed p50 | p99 | first frame p50 | p99 |");
        out.println("|---|---|---|---|---|");
        out.printf(
                "| %d | %.0f ms | %.0f ms | %.0f ms | %.0f ms |%n",
                joins,
                percentile(times.welcomedNs, 0.5),
                percentile(times.welcomedNs, 0.99),
                percentile(times.firstFrameNs, 0.5),
                percentile(times.firstFrameNs, 0.99));
        out.flush();
    }

    /** Since the link was opened, one value a join. */
    private record Times(long[] welcomedNs, long[] firstFrameNs) {}

    private Times run(int joins) {
        Times times = new Times(new long[joins], new long[joins]);
        try (ServiceLoop loop = ServiceLoop.create()) {
            ScopeConnection publisher = Mediascope.connect(
                    node.descriptor("join", "publisher", loop).build(), new ScopeListener() {});
            await(publisher.publish(TrackSpec.video("cam"), NumberedSource.video(FRAME_BYTES, FRAMES_PER_SECOND)));
            for (int i = 0; i < joins; i++) {
                join(times, i, loop);
            }
            await(publisher.disconnect());
        }
        return times;
    }

    private void join(Times times, int index, ServiceLoop loop) {
        CompletableFuture<Long> first = new CompletableFuture<>();
        long beganNs = System.nanoTime();
        ScopeConnection connection = Mediascope.connect(
                node.descriptor("join", "user-" + index, loop).build(), new ScopeListener() {
                    @Override
                    public void trackPublished(RemoteTrack track) {
                        track.attach(frame -> first.complete(System.nanoTime()));
                    }
                });
        await(connection.connected());
        times.welcomedNs[index] = System.nanoTime() - beganNs;
        times.firstFrameNs[index] = await(first) - beganNs;
        await(connection.disconnect());
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static double percentile(long[] ns, double share) {
        long[] sorted = ns.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))] / 1e6;
    }
}
