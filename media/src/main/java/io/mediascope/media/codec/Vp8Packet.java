package io.mediascope.media.codec;

import java.util.Arrays;

/** A payload that waits for the rest of its frame, without its descriptor. */
final class Vp8Packet {
    private final byte[] data;
    private final long timestamp;
    private final boolean marker;
    private final boolean frameStart;

    Vp8Packet(Vp8Descriptor descriptor, long timestamp, boolean marker, byte[] buf, int off, int len) {
        this.data = Arrays.copyOfRange(buf, off + descriptor.length(), off + len);
        this.timestamp = timestamp;
        this.marker = marker;
        this.frameStart = descriptor.frameStart();
    }

    boolean frameStart() {
        return frameStart;
    }

    boolean keyFrameStart() {
        return frameStart && Vp8Descriptor.isKeyFrame(data, 0);
    }

    boolean marker() {
        return marker;
    }

    long timestamp() {
        return timestamp;
    }

    int length() {
        return data.length;
    }

    int copyTo(byte[] out, int at) {
        System.arraycopy(data, 0, out, at, data.length);
        return data.length;
    }
}
