package io.mediascope.transport.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.mediascope.media.model.MediaType;
import io.mediascope.transport.wire.v1.MediaEnvelope;
import io.mediascope.transport.wire.v1.MediaSelect;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * The media connection's framing, for nodes and clients: a 4-byte big-endian length, then a {@link MediaEnvelope}. Put it
 * behind the TLS handler; what arrives goes to a {@link MediaFrameListener}, what leaves is a buffer made by the static
 * methods here.
 *
 * <p>Media frames are written and read by hand, everything else by the generated classes. A frame that is not in the
 * form in which protobuf writes it takes the generated classes too, so that both always agree.
 *
 * <p>Bytes that are no MediaEnvelope fire one {@link MalformedWireException}; all later bytes are discarded.
 */
public final class MediaFrameCodec extends ByteToMessageDecoder {
    private final MediaFrameListener listener;
    private boolean broken;

    public MediaFrameCodec(MediaFrameListener listener) {
        this.listener = listener;
    }

    /** True when a message has begun and its end is not here yet; on the channel's loop only. */
    public boolean incomplete() {
        return !broken && actualReadableBytes() > 0;
    }

    /** Bytes that {@link #writeFrame} appends for a packet of this length. */
    public static int frameBytes(int packetBytes) {
        return MediaFrameWire.framedBytes(packetBytes);
    }

    /**
     * Appends one framed packet to {@code out}; {@code packet} keeps its indexes and its owner.
     *
     * @throws IllegalArgumentException for a packet over {@link WireProtocol#MAX_PACKET_BYTES}
     */
    public static void writeFrame(ByteBuf out, MediaType type, ByteBuf packet) {
        MediaFrameWire.write(out, type, packet);
    }

    /** One message, framed, in a new buffer. */
    public static ByteBuf encode(ByteBufAllocator allocator, MediaEnvelope message) {
        int size = message.getSerializedSize();
        if (size > WireProtocol.MAX_MEDIA_ENVELOPE_BYTES) {
            throw new IllegalArgumentException("a MediaEnvelope of " + size + " bytes is over the limit of "
                    + WireProtocol.MAX_MEDIA_ENVELOPE_BYTES + " bytes");
        }
        ByteBuf out = allocator.buffer(WireProtocol.LENGTH_FIELD_BYTES + size);
        out.writeInt(size);
        out.writeBytes(message.toByteArray());
        return out;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        while (!broken && in.readableBytes() >= WireProtocol.LENGTH_FIELD_BYTES) {
            long length = in.getUnsignedInt(in.readerIndex());
            if (length > WireProtocol.MAX_MEDIA_ENVELOPE_BYTES) {
                throw broken(in, "a media message of " + length + " bytes is over the limit", true);
            }
            if (in.readableBytes() - WireProtocol.LENGTH_FIELD_BYTES < length) {
                return;
            }
            in.skipBytes(WireProtocol.LENGTH_FIELD_BYTES);
            message(ctx, in, (int) length);
        }
        if (broken) {
            in.skipBytes(in.readableBytes());
        }
    }

    private void message(ChannelHandlerContext ctx, ByteBuf in, int length) {
        int start = in.readerIndex();
        int packet = MediaFrameWire.packetOffset(in, start, length);
        if (packet < 0) {
            general(ctx, in, length);
            return;
        }
        MediaType type = MediaFrameWire.mediaType(in, start, packet);
        in.skipBytes(length);
        if (type == null) {
            listener.unknown();
        } else {
            listener.frame(type, copy(ctx, in, packet, start + length - packet));
        }
    }

    /** A buffer of its own size: a cache that keeps the packet must not keep the whole TLS record with it. */
    private static ByteBuf copy(ChannelHandlerContext ctx, ByteBuf in, int index, int length) {
        ByteBuf own = ctx.alloc().directBuffer(length, length);
        own.writeBytes(in, index, length);
        return own;
    }

    private void general(ChannelHandlerContext ctx, ByteBuf in, int length) {
        MediaEnvelope message;
        try {
            message = MediaEnvelope.parseFrom(in.nioBuffer(in.readerIndex(), length));
        } catch (InvalidProtocolBufferException e) {
            throw broken(in, "not a MediaEnvelope: " + e.getMessage(), false);
        }
        in.skipBytes(length);
        switch (message.getMessageCase()) {
            case FRAME -> generalFrame(ctx, message);
            case SELECT -> select(message.getSelect());
            case MESSAGE_NOT_SET -> listener.unknown();
            default -> listener.message(message);
        }
    }

    private void generalFrame(ChannelHandlerContext ctx, MediaEnvelope message) {
        MediaType type = MediaFrameWire.mediaType(message.getFrame().getMediaTypeValue());
        if (type == null) {
            listener.unknown();
            return;
        }
        byte[] bytes = message.getFrame().getPacket().toByteArray();
        listener.frame(
                type, ctx.alloc().directBuffer(bytes.length, bytes.length).writeBytes(bytes));
    }

    private void select(MediaSelect select) {
        MediaType type = MediaFrameWire.mediaType(select.getMediaTypeValue());
        if (type == null) {
            listener.unknown();
        } else {
            listener.select(type, select.getSequence());
        }
    }

    private MalformedWireException broken(ByteBuf in, String text, boolean tooLarge) {
        broken = true;
        in.skipBytes(in.readableBytes());
        return new MalformedWireException(text, tooLarge);
    }
}
