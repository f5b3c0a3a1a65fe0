package io.mediascope.sdk.file;

import io.mediascope.media.model.LayerName;
import io.mediascope.sdk.FrameOutput;
import io.mediascope.sdk.MediaFrame;
import java.util.List;

/**
 * Plays the frames of one layer in real time by their presentation times, again and again. Times of what it pushes rise over every
 * loop and jump. Service thread only.
 */
final class FramePlayer {
    private static final long MAX_LATE_NS = 500_000_000;

    private final LayerName layer;
    private final List<MediaFrame> frames;
    private final long durationNs;
    private final boolean loop;
    private final FrameOutput output;
    private int index;
    private long shiftNs;
    private long startNs;
    private boolean needed = true;
    private boolean thinned;
    private boolean rests;
    private boolean stopped;

    FramePlayer(LayerName layer, List<MediaFrame> frames, long durationNs, boolean loop, FrameOutput output) {
        this.layer = layer;
        this.frames = frames;
        this.durationNs = durationNs;
        this.loop = loop;
        this.output = output;
    }

    void start() {
        startNs = output.nowNs();
        turn();
    }

    void stop() {
        stopped = true;
    }

    /** Goes to the next key frame of the file; it leaves when the next frame was due. */
    void skipToKeyFrame() {
        int from = index;
        for (int i = 0; i < frames.size(); i++) {
            int candidate = (from + i) % frames.size();
            if (frames.get(candidate).keyFrame() && (loop || candidate >= from)) {
                shiftNs += pts(from) - pts(candidate);
                index = candidate;
                return;
            }
        }
    }

    /** While nobody needs the layer nothing is pushed; it comes back with a key frame. */
    void needed(boolean now) {
        if (now && !needed && index < frames.size()) {
            skipToKeyFrame();
        }
        needed = now;
    }

    /** While the network carries too little: key frames only, or nothing. Comes back with a key frame. */
    void adapt(boolean onlyKeyFrames, boolean nothing) {
        if ((thinned || rests) && !onlyKeyFrames && !nothing && index < frames.size()) {
            skipToKeyFrame();
        }
        thinned = onlyKeyFrames;
        rests = nothing;
    }

    /** Average over the whole file. */
    long bitrateBps() {
        long bytes = frames.stream().mapToLong(f -> f.data().length).sum();
        return durationNs > 0 ? (long) (bytes * 8e9 / durationNs) : 0;
    }

    private void turn() {
        long nowNs = output.nowNs();
        if (index < frames.size() && nowNs - dueNs() > MAX_LATE_NS) {
            // The thread was held up: go on from now instead of sending a burst.
            startNs += nowNs - dueNs();
        }
        while (!stopped && index < frames.size() && dueNs() - nowNs <= 0) {
            push();
        }
        if (!stopped && index < frames.size()) {
            output.schedule(dueNs() - nowNs, this::turn);
        }
    }

    private void push() {
        MediaFrame frame = frames.get(index);
        long ptsNs = shiftNs + frame.ptsNs();
        index++;
        if (index == frames.size() && loop) {
            index = 0;
            shiftNs += durationNs;
        }
        if (needed && !rests && (frame.keyFrame() || !thinned)) {
            output.push(layer, new MediaFrame(frame.data(), ptsNs, frame.keyFrame()));
        }
    }

    private long dueNs() {
        return startNs + shiftNs + frames.get(index).ptsNs();
    }

    private long pts(int i) {
        return frames.get(i).ptsNs();
    }
}
