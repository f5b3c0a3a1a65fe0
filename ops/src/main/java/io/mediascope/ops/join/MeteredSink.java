package io.mediascope.ops.join;

import io.mediascope.sdk.MediaFrame;
import io.mediascope.sdk.MediaSink;
import org.jspecify.annotations.Nullable;

/** Counts frames and gaps, and passes everything on to a file, when there is one. On the SDK's thread. */
public final class MeteredSink implements MediaSink {
    private final @Nullable MediaSink file;
    private final FrameGaps gaps;

    public MeteredSink(@Nullable MediaSink file, FrameGaps gaps) {
        this.file = file;
        this.gaps = gaps;
    }

    @Override
    public void onFrame(MediaFrame frame) {
        gaps.frame(System.nanoTime());
        if (file != null) {
            file.onFrame(frame);
        }
    }

    @Override
    public void onRestarted() {
        if (file != null) {
            file.onRestarted();
        }
    }

    @Override
    public void onEnd() {
        if (file != null) {
            file.onEnd();
        }
    }
}
