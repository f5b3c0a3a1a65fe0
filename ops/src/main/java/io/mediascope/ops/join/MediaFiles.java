package io.mediascope.ops.join;

import io.mediascope.media.model.TrackKind;
import io.mediascope.sdk.MediaSink;
import io.mediascope.sdk.MediaSource;
import io.mediascope.sdk.RemoteTrack;
import io.mediascope.sdk.TrackSpec;
import io.mediascope.sdk.file.IvfSink;
import io.mediascope.sdk.file.IvfSource;
import io.mediascope.sdk.file.OggOpusSink;
import io.mediascope.sdk.file.OggOpusSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Files to publish and to record to, told by their names. */
public final class MediaFiles {
    private MediaFiles() {}

    /** A file as a track. */
    public record Published(TrackSpec spec, MediaSource source) {}

    /**
     * The tracks that {@code files} make, in their order; they start over at their ends.
     *
     * @throws IllegalArgumentException for a name that says nothing about its format
     */
    public static List<Published> open(List<Path> files) throws IOException {
        List<Published> tracks = new ArrayList<>();
        int audio = 0;
        int video = 0;
        for (Path file : files) {
            if (!Files.isReadable(file)) {
                throw new IllegalArgumentException("cannot read " + file);
            }
            if (isVideo(file)) {
                video++;
                tracks.add(
                        new Published(TrackSpec.video(video == 1 ? "video" : "video" + video), IvfSource.open(file)));
            } else {
                audio++;
                tracks.add(new Published(
                        TrackSpec.audio(audio == 1 ? "audio" : "audio" + audio), OggOpusSource.open(file)));
            }
        }
        return tracks;
    }

    /**
     * A file in {@code folder} for a track: {@code PREFIXUSER-TRACK.ivf} or {@code .ogg}, numbered when there is one already.
     */
    public static Path recordingOf(Path folder, String prefix, RemoteTrack track) {
        String name = prefix + track.userId().replaceAll("[^A-Za-z0-9._-]", "_") + "-" + track.trackId();
        String suffix = track.kind() == TrackKind.AUDIO ? ".ogg" : ".ivf";
        Path file = folder.resolve(name + suffix);
        for (int i = 2; Files.exists(file); i++) {
            file = folder.resolve(name + "-" + i + suffix);
        }
        return file;
    }

    /** A sink that writes a track to {@code file}. */
    public static MediaSink record(Path file, TrackKind kind) throws IOException {
        return kind == TrackKind.AUDIO ? new OggOpusSink(file) : new IvfSink(file);
    }

    private static boolean isVideo(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".ivf")) {
            return true;
        } else if (name.endsWith(".ogg") || name.endsWith(".opus")) {
            return false;
        }
        throw new IllegalArgumentException(file + ": .ivf (VP8), .ogg and .opus (Opus) can be published");
    }
}
