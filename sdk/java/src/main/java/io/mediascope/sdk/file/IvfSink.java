package io.mediascope.sdk.file;

import io.mediascope.sdk.MediaFrame;
import io.mediascope.sdk.MediaSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Records a VP8 track into an IVF file. The file begins with a key frame, and goes on with one after a restart, so it decodes without
 * errors. Called on the service thread; the counters may be read from any.
 */
public final class IvfSink implements MediaSink, AutoCloseable {
    private final FileOutput file;
    private boolean keyFrameSeen;
    private int width;
    private int height;
    private long lastPtsMs = -1;
    private final AtomicInteger frames = new AtomicInteger();
    private final AtomicInteger skipped = new AtomicInteger();
    private boolean ended;

    /** Creates the file, or empties it. */
    public IvfSink(Path path) throws IOException {
        this.file = new FileOutput(path);
        file.write(IvfWriter.header(0, 0, 0));
    }

    @Override
    public void onFrame(MediaFrame frame) {
        if (ended || frame.data().length == 0 || (!keyFrameSeen && !frame.keyFrame())) {
            skipped.incrementAndGet();
            return;
        }
        if (width == 0 && frame.keyFrame()) {
            width = IvfWriter.width(frame.data());
            height = IvfWriter.height(frame.data());
        }
        keyFrameSeen = true;
        lastPtsMs = Math.max(lastPtsMs + 1, frame.ptsNs() / 1_000_000);
        file.write(IvfWriter.frameHeader(frame.data().length, lastPtsMs));
        file.write(frame.data());
        frames.incrementAndGet();
    }

    @Override
    public void onRestarted() {
        keyFrameSeen = false;
    }

    @Override
    public void onEnd() {
        if (!ended) {
            ended = true;
            file.close(IvfWriter.header(width, height, (int) durationMs()));
        }
    }

    /** As if the last frame were shown as long as the others. */
    private long durationMs() {
        int count = frames.get();
        return count > 1 ? lastPtsMs * count / (count - 1) : count;
    }

    /** As {@link #onEnd()}. */
    @Override
    public void close() {
        onEnd();
    }

    /** Frames written. */
    public int frames() {
        return frames.get();
    }

    /** Frames left out because no key frame had come before them. */
    public int skipped() {
        return skipped.get();
    }

    /** Why nothing is written any more; null while all is well. */
    public @Nullable IOException failure() {
        return file.failure();
    }
}
