package io.mediascope.sdk.file;

import io.mediascope.media.model.LayerName;
import io.mediascope.sdk.FrameOutput;
import io.mediascope.sdk.MediaFrame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A service thread whose time is turned by hand. */
final class HandFedOutput implements FrameOutput {
    record Pushed(LayerName layer, MediaFrame frame, long atNs) {}

    private record Task(long atNs, Runnable work) {}

    final List<Pushed> pushed = new ArrayList<>();
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::atNs));
    private long nowNs = 5_000_000_000L;

    void run(long durationNs) {
        long end = nowNs + durationNs;
        while (!tasks.isEmpty() && tasks.peek().atNs() <= end) {
            Task task = tasks.poll();
            nowNs = Math.max(nowNs, task.atNs());
            task.work().run();
        }
        nowNs = end;
    }

    /** Time passes while the thread is held up elsewhere. */
    void stall(long durationNs) {
        nowNs += durationNs;
    }

    List<Pushed> of(LayerName layer) {
        return pushed.stream().filter(p -> p.layer() == layer).toList();
    }

    @Override
    public void push(LayerName layer, MediaFrame frame) {
        pushed.add(new Pushed(layer, frame, nowNs));
    }

    @Override
    public void schedule(long delayNs, Runnable task) {
        tasks.add(new Task(nowNs + delayNs, task));
    }

    @Override
    public long nowNs() {
        return nowNs;
    }
}
