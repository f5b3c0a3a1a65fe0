package io.mediascope.load;

import io.mediascope.media.model.EncodingTarget;
import io.mediascope.media.model.LayerName;
import io.mediascope.sdk.FrameOutput;
import io.mediascope.sdk.MediaFrame;
import io.mediascope.sdk.MediaSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Pushes numbered frames at a steady pace, several in a row when the service thread was late, so that the rate holds. */
public final class NumberedSource implements MediaSource {
    private final int frameBytes;
    private final long intervalNs;
    private final long keyFrameEvery;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong keyFrameRequests = new AtomicLong();
    private @Nullable FrameOutput output;
    private boolean adapts;
    private long targetBps = Long.MAX_VALUE;
    private boolean keyFrameWanted;
    private long nextNs;
    private long startedNs;

    private NumberedSource(int frameBytes, double framesPerSecond, long keyFrameEvery) {
        this.frameBytes = frameBytes;
        this.intervalNs = (long) (1e9 / framesPerSecond);
        this.keyFrameEvery = keyFrameEvery;
    }

    /** Video with a key frame each two seconds, and when one is asked for. */
    public static NumberedSource video(int frameBytes, double framesPerSecond) {
        return new NumberedSource(frameBytes, framesPerSecond, Math.max(1, Math.round(2 * framesPerSecond)));
    }

    /** Audio: every frame stands alone. */
    public static NumberedSource audio(int frameBytes, double framesPerSecond) {
        return new NumberedSource(frameBytes, framesPerSecond, 1);
    }

    /** From now on frames become smaller when the network carries less, and stay away while it carries nothing. */
    public NumberedSource adapting() {
        adapts = true;
        return this;
    }

    @Override
    public void onTarget(LayerName layer, EncodingTarget target) {
        targetBps = adapts ? target.bitrateBps() : targetBps;
    }

    /** Frames pushed until now; the next one's number. */
    public long sent() {
        return sent.get();
    }

    public long keyFrameRequests() {
        return keyFrameRequests.get();
    }

    @Override
    public void start(FrameOutput target) {
        output = target;
        startedNs = target.nowNs();
        nextNs = startedNs;
        tick(target);
    }

    private void tick(FrameOutput target) {
        if (output != target) {
            return;
        }
        long now = target.nowNs();
        while (nextNs <= now) {
            if (targetBps > 0) {
                push(target);
            }
            nextNs += intervalNs;
        }
        target.schedule(nextNs - now, () -> tick(target));
    }

    private void push(FrameOutput target) {
        long number = sent.getAndIncrement();
        boolean keyFrame = keyFrameWanted || number % keyFrameEvery == 0;
        keyFrameWanted = false;
        int bytes = (int) Math.min(frameBytes, (double) targetBps / 8 * intervalNs / 1e9);
        byte[] data = new NumberedFrame(number, System.nanoTime(), keyFrame).encode(bytes);
        target.push(new MediaFrame(data, nextNs - startedNs, keyFrame));
    }

    @Override
    public void onKeyFrameRequested(LayerName layer) {
        keyFrameRequests.incrementAndGet();
        keyFrameWanted = true;
    }

    @Override
    public void stop() {
        output = null;
    }
}
