package io.mediascope.transport.relay;

import io.mediascope.media.rtp.RtpHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * An opened packet of a stream on its way to web receivers, a reusable view. Numbers are the stream's; header extensions are gone but
 * for those that web publishers send for receivers.
 */
final class PlainPacket {
    private static final int KEPT_HEADER = 15;

    private final WebExtras extras = new WebExtras();
    private byte[] bytes = {};
    private int payloadOffset;
    private int payloadLength;
    private int sequenceNumber;
    private long timestamp;
    private boolean marker;
    private boolean keyFrameStart;
    private boolean frameStart;
    private long nowNs;

    /** Reads a packet whose header is valid; without extensions. False when its padding is wrong. */
    boolean of(byte[] plain, int length, boolean startsKeyFrame, long arrivalNs) {
        int padding = RtpHeader.paddingLength(plain, 0, length);
        if (padding < 0) {
            return false;
        }
        bytes = plain;
        payloadOffset = RtpHeader.headerLength(plain, 0);
        payloadLength = length - payloadOffset - padding;
        sequenceNumber = RtpHeader.sequenceNumber(plain, 0);
        timestamp = RtpHeader.timestamp(plain, 0);
        marker = RtpHeader.marker(plain, 0);
        keyFrameStart = startsKeyFrame;
        nowNs = arrivalNs;
        extras.clear();
        return true;
    }

    void frameStart(boolean starts) {
        frameStart = starts;
    }

    /** A copy in pooled memory: extensions, header, payload. */
    ByteBuf keep() {
        ByteBuf kept = PooledByteBufAllocator.DEFAULT.directBuffer(KEPT_HEADER + payloadLength);
        kept.writeShort(extras.audioLevel()).writeShort(extras.orientation()).writeInt(extras.playoutDelay());
        kept.writeBoolean(marker).writeShort(sequenceNumber).writeInt((int) timestamp);
        kept.writeBytes(bytes, payloadOffset, payloadLength);
        return kept;
    }

    /** Reads what {@link #keep} made, with the payload copied into {@code scratch}. */
    void restore(ByteBuf kept, byte[] scratch, long atNs) {
        int at = kept.readerIndex();
        extras.set(kept.getShort(at), kept.getShort(at + 2), kept.getInt(at + 4));
        marker = kept.getBoolean(at + 8);
        sequenceNumber = kept.getUnsignedShort(at + 9);
        timestamp = kept.getUnsignedInt(at + 11);
        payloadOffset = 0;
        payloadLength = kept.readableBytes() - KEPT_HEADER;
        kept.getBytes(at + KEPT_HEADER, scratch, 0, payloadLength);
        bytes = scratch;
        keyFrameStart = false;
        frameStart = false;
        nowNs = atNs;
    }

    byte[] bytes() {
        return bytes;
    }

    int payloadOffset() {
        return payloadOffset;
    }

    /** Without padding. */
    int payloadLength() {
        return payloadLength;
    }

    int sequenceNumber() {
        return sequenceNumber;
    }

    long timestamp() {
        return timestamp;
    }

    boolean marker() {
        return marker;
    }

    /** Whether a key frame begins with it. */
    boolean keyFrameStart() {
        return keyFrameStart;
    }

    boolean frameStart() {
        return frameStart;
    }

    WebExtras extras() {
        return extras;
    }

    long nowNs() {
        return nowNs;
    }
}
