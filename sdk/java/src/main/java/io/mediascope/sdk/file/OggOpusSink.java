package io.mediascope.sdk.file;

import io.mediascope.sdk.MediaFrame;
import io.mediascope.sdk.MediaSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Records an Opus track into an Ogg file; lost packets become silence of the same length. Service thread; counters from any. */
public final class OggOpusSink implements MediaSink, AutoCloseable {
    private static final int CHANNELS = 2;

    private final FileOutput file;
    private final OggOpusWriter writer;
    private final AtomicInteger frames = new AtomicInteger();
    private final AtomicInteger skipped = new AtomicInteger();

    /** Creates the file, or empties it. */
    public OggOpusSink(Path path) throws IOException {
        this.file = new FileOutput(path);
        this.writer = new OggOpusWriter(CHANNELS, path.hashCode(), file::write);
    }

    @Override
    public void onFrame(MediaFrame frame) {
        if (writer.write(frame.data(), frame.ptsNs())) {
            frames.incrementAndGet();
        } else {
            skipped.incrementAndGet();
        }
    }

    @Override
    public void onEnd() {
        writer.end();
        file.close(null);
    }

    /** As {@link #onEnd()}. */
    @Override
    public void close() {
        onEnd();
    }

    /** Packets written, without those of silence that fill gaps. */
    public int frames() {
        return frames.get();
    }

    /** What came and was no Opus packet. */
    public int skipped() {
        return skipped.get();
    }

    /** Why nothing is written any more; null while all is well. */
    public @Nullable IOException failure() {
        return file.failure();
    }
}
