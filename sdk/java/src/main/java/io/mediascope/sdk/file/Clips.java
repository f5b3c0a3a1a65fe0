package io.mediascope.sdk.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Small clips that come with the SDK, ten seconds each, to publish without a camera. Any thread. */
public final class Clips {
    private static final String FOLDER = "/io/mediascope/sdk/clips/";

    private Clips() {}

    /** VP8, 640x360, 25 frames per second, about 250 kbit/s. */
    public static IvfFile video() {
        return ivf("video.ivf");
    }

    /** The same pictures in 320x180 at about 80 kbit/s. */
    public static IvfFile videoLow() {
        return ivf("video-low.ivf");
    }

    /** Opus, 20 ms packets, about 32 kbit/s. */
    public static OggOpusFile audio() {
        try {
            return OggOpusFile.parse(bytes("audio.ogg"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IvfFile ivf(String name) {
        try {
            return IvfFile.parse(bytes(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = Clips.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new FileNotFoundException("The clip " + name + " is not on the class path");
            }
            return in.readAllBytes();
        }
    }
}
