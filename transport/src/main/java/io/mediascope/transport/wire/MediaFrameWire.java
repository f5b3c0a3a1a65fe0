package io.mediascope.transport.wire;

import io.mediascope.media.model.MediaType;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A MediaEnvelope with a MediaFrame, byte for byte as protobuf writes it (protobuf encoding: tag, length, value).
 *
 * <pre>
 * length      4 bytes, big-endian: all that follows
 * 0x22        MediaEnvelope.frame, length-delimited; its length as varint
 * 0x08 type   MediaFrame.media_type, varint: 1 audio, 2 video
 * 0x12        MediaFrame.packet, length-delimited; its length as varint (left out with an empty packet)
 * packet
 * </pre>
 */
final class MediaFrameWire {
    private static final int TAG_FRAME = 0x22;
    private static final int TAG_MEDIA_TYPE = 0x08;
    private static final int TAG_PACKET = 0x12;
    private static final int MEDIA_TYPE_BYTES = 2;
    private static final int MAX_LENGTH_VARINT_BYTES = 3;

    private MediaFrameWire() {}

    static int framedBytes(int packetBytes) {
        int frame = frameBytes(packetBytes);
        return WireProtocol.LENGTH_FIELD_BYTES + 1 + varintBytes(frame) + frame;
    }

    private static int frameBytes(int packetBytes) {
        return packetBytes == 0 ? MEDIA_TYPE_BYTES : MEDIA_TYPE_BYTES + 1 + varintBytes(packetBytes) + packetBytes;
    }

    static void write(ByteBuf out, MediaType type, ByteBuf packet) {
        int packetBytes = packet.readableBytes();
        if (packetBytes > WireProtocol.MAX_PACKET_BYTES) {
            throw new IllegalArgumentException("a packet of " + packetBytes + " bytes is over the limit");
        }
        int total = framedBytes(packetBytes);
        out.ensureWritable(total);
        out.writeInt(total - WireProtocol.LENGTH_FIELD_BYTES);
        out.writeByte(TAG_FRAME);
        writeVarint(out, frameBytes(packetBytes));
        out.writeByte(TAG_MEDIA_TYPE);
        out.writeByte(wireValue(type));
        if (packetBytes > 0) {
            out.writeByte(TAG_PACKET);
            writeVarint(out, packetBytes);
            out.writeBytes(packet, packet.readerIndex(), packetBytes);
        }
    }

    /**
     * Where the packet of a frame in the form above begins; it reaches to the end of the message.
     *
     * @return the absolute index, or -1 when the message is anything else
     */
    static int packetOffset(ByteBuf in, int start, int length) {
        int end = start + length;
        if (length < 1 || in.getByte(start) != TAG_FRAME) {
            return -1;
        }
        int afterFrameLength = afterLengthThatEndsAt(in, start + 1, end);
        if (afterFrameLength < 0
                || end - afterFrameLength < MEDIA_TYPE_BYTES + 1
                || in.getByte(afterFrameLength) != TAG_MEDIA_TYPE
                || in.getByte(afterFrameLength + 1) < 0
                || in.getByte(afterFrameLength + MEDIA_TYPE_BYTES) != TAG_PACKET) {
            return -1;
        }
        return afterLengthThatEndsAt(in, afterFrameLength + MEDIA_TYPE_BYTES + 1, end);
    }

    /** Reads a varint length at {@code index} and requires that what it measures ends exactly at {@code end}. */
    private static int afterLengthThatEndsAt(ByteBuf in, int index, int end) {
        int value = 0;
        for (int i = 0; i < MAX_LENGTH_VARINT_BYTES && index + i < end; i++) {
            byte next = in.getByte(index + i);
            value |= (next & 0x7f) << (7 * i);
            if (next >= 0) {
                int after = index + i + 1;
                return value == end - after ? after : -1;
            }
        }
        return -1;
    }

    /** The type of a frame whose {@link #packetOffset} is {@code packet}. */
    static @Nullable MediaType mediaType(ByteBuf in, int start, int packet) {
        int afterFrameLength = start + 1 + varintLength(in, start + 1);
        return packet > afterFrameLength ? mediaType(in.getByte(afterFrameLength + 1)) : null;
    }

    private static int varintLength(ByteBuf in, int index) {
        int length = 1;
        while (in.getByte(index + length - 1) < 0) {
            length++;
        }
        return length;
    }

    static @Nullable MediaType mediaType(int wireValue) {
        return switch (wireValue) {
            case 1 -> MediaType.AUDIO;
            case 2 -> MediaType.VIDEO;
            default -> null;
        };
    }

    static int wireValue(MediaType type) {
        return type == MediaType.AUDIO ? 1 : 2;
    }

    private static int varintBytes(int value) {
        return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : MAX_LENGTH_VARINT_BYTES;
    }

    private static void writeVarint(ByteBuf out, int value) {
        int rest = value;
        while (rest >= 1 << 7) {
            out.writeByte((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }
}
