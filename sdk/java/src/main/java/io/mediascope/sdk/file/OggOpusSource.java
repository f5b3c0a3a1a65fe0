package io.mediascope.sdk.file;

import io.mediascope.media.model.LayerName;
import io.mediascope.sdk.FrameOutput;
import io.mediascope.sdk.MediaSource;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Plays Opus from an Ogg file, in real time, looping unless told otherwise. Has no thread: the service thread drives it. */
public final class OggOpusSource implements MediaSource {
    private final OggOpusFile file;
    private final boolean loop;
    private @Nullable FramePlayer player;

    /** Looping. */
    public OggOpusSource(OggOpusFile file) {
        this(file, true);
    }

    public OggOpusSource(OggOpusFile file, boolean loop) {
        this.file = file;
        this.loop = loop;
    }

    /** Looping, from a file of at most 256 MiB. */
    public static OggOpusSource open(Path path) throws IOException {
        return new OggOpusSource(OggOpusFile.read(path));
    }

    @Override
    public void start(FrameOutput output) {
        player = new FramePlayer(LayerName.HIGH, file.frames(), file.durationNs(), loop, output);
        player.start();
    }

    @Override
    public void stop() {
        if (player != null) {
            player.stop();
        }
    }
}
