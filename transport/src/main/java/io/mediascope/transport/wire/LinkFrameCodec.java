package io.mediascope.transport.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.mediascope.transport.wire.v1.Envelope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageCodec;
import java.io.IOException;
import java.util.List;

/**
 * The management link's framing, for nodes and clients: put it behind the TLS handler; it reads and writes {@link Envelope}.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |               length of the Envelope in bytes                 |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     Envelope (protobuf) ...
 * </pre>
 *
 * Anything else fires one {@link MalformedWireException} through {@code exceptionCaught}; all later bytes are discarded.
 */
public final class LinkFrameCodec extends ByteToMessageCodec<Envelope> {
    private int maxBytes;
    private boolean broken;
    private boolean incomplete;

    public LinkFrameCodec() {
        this(WireProtocol.MAX_ENVELOPE_BYTES);
    }

    /** @param maxBytes the largest Envelope that is accepted, at most {@link WireProtocol#MAX_ENVELOPE_BYTES} */
    public LinkFrameCodec(int maxBytes) {
        maxBytes(maxBytes);
    }

    /** Changes the limit for the messages that follow; on the channel's loop only. */
    public void maxBytes(int newMaxBytes) {
        if (newMaxBytes < 1 || newMaxBytes > WireProtocol.MAX_ENVELOPE_BYTES) {
            throw new IllegalArgumentException("max bytes must be 1 to " + WireProtocol.MAX_ENVELOPE_BYTES);
        }
        maxBytes = newMaxBytes;
    }

    /** True when a message has begun and its end is not here yet; on the channel's loop only. */
    public boolean incomplete() {
        return incomplete;
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, Envelope message, ByteBuf out) throws IOException {
        int size = message.getSerializedSize();
        if (size > WireProtocol.MAX_ENVELOPE_BYTES) {
            throw new IllegalArgumentException("an Envelope of " + size + " bytes is over the limit of "
                    + WireProtocol.MAX_ENVELOPE_BYTES + " bytes");
        }
        out.ensureWritable(WireProtocol.LENGTH_FIELD_BYTES + size);
        out.writeInt(size);
        message.writeTo(new ByteBufOutputStream(out));
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        incomplete = true;
        if (in.readableBytes() < WireProtocol.LENGTH_FIELD_BYTES) {
            return;
        }
        long length = in.getUnsignedInt(in.readerIndex());
        if (length > maxBytes) {
            throw broken(in, "a message of " + length + " bytes is over the limit of " + maxBytes, true);
        }
        if (in.readableBytes() - WireProtocol.LENGTH_FIELD_BYTES < length) {
            return;
        }
        incomplete = false;
        in.skipBytes(WireProtocol.LENGTH_FIELD_BYTES);
        out.add(parse(in, (int) length));
    }

    private Envelope parse(ByteBuf in, int length) {
        try {
            Envelope message = Envelope.parseFrom(in.nioBuffer(in.readerIndex(), length));
            in.skipBytes(length);
            return message;
        } catch (InvalidProtocolBufferException e) {
            throw broken(in, "not an Envelope: " + e.getMessage(), false);
        }
    }

    private MalformedWireException broken(ByteBuf in, String text, boolean tooLarge) {
        broken = true;
        incomplete = false;
        in.skipBytes(in.readableBytes());
        return new MalformedWireException(text, tooLarge);
    }
}
