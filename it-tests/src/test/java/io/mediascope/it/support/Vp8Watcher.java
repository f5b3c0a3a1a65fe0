package io.mediascope.it.support;

import static org.awaitility.Awaitility.await;

import io.mediascope.media.model.TrackKind;
import io.mediascope.sdk.MediaFrame;
import io.mediascope.sdk.Mediascope;
import io.mediascope.sdk.RemoteTrack;
import io.mediascope.sdk.ScopeConnection;
import io.mediascope.sdk.ScopeDescriptor;
import io.mediascope.sdk.ScopeListener;
import io.mediascope.sdk.TrackSpec;
import io.mediascope.sdk.file.Clips;
import io.mediascope.sdk.file.IvfSource;
import io.mediascope.sdk.file.OggOpusSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A native client that looks at real VP8 and Opus, and publishes some when asked to. Its counts are written on the service thread, read from any. */
public final class Vp8Watcher implements ScopeListener, AutoCloseable {
    /** Behind the frame tag of a key frame (RFC 6386 section 9.1): start code, then width and height. */
    private static final int SIZE_AT = 6;

    private final ScopeConnection connection;
    private final AtomicInteger pictures = new AtomicInteger();
    private final AtomicInteger sounds = new AtomicInteger();
    private volatile String first = "";

    public Vp8Watcher(ScopeDescriptor.Builder descriptor) {
        connection = Mediascope.connect(descriptor.build(), this);
        TestClient.join(connection.connected());
    }

    /** Publishes the clips that come with the SDK, over and over. */
    public Vp8Watcher publishing() {
        TestClient.join(connection.publish(TrackSpec.audio("mic"), new OggOpusSource(Clips.audio())));
        TestClient.join(connection.publish(TrackSpec.video("cam"), new IvfSource(Clips.video())));
        return this;
    }

    @Override
    public void trackPublished(RemoteTrack track) {
        track.attach(track.kind() == TrackKind.AUDIO ? frame -> sounds.incrementAndGet() : this::picture);
    }

    private void picture(MediaFrame frame) {
        if (pictures.getAndIncrement() == 0) {
            first = size(frame.data());
        }
    }

    /** Waits for so many frames of video, whoever they are of. */
    public void awaitFrames(int count, Duration within) {
        await(count + " frames of video").atMost(within).until(() -> pictures.get() >= count);
    }

    public int audioFrames() {
        return sounds.get();
    }

    /** {@code WIDTHxHEIGHT} of the first picture, when it was a key frame. */
    public String firstPicture() {
        return first;
    }

    private static String size(byte[] vp8) {
        boolean key = vp8.length > SIZE_AT + 3
                && (vp8[0] & 1) == 0
                && vp8[3] == (byte) 0x9d
                && vp8[4] == 0x01
                && vp8[5] == 0x2a;
        return key ? at(vp8, SIZE_AT) + "x" + at(vp8, SIZE_AT + 2) : "no key frame";
    }

    private static int at(byte[] bytes, int offset) {
        return (bytes[offset] & 0xff) | (bytes[offset + 1] & 0x3f) << 8;
    }

    @Override
    public void close() {
        TestClient.join(connection.disconnect());
    }
}
