package io.mediascope.transport.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.mediascope.media.model.MediaType;
import io.mediascope.transport.wire.v1.MediaEnvelope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;

class MediaFrameCodecFuzzTest {
    /** Whatever the bytes of one message are, reading by hand and reading by protobuf agree. */
    @FuzzTest
    void shouldAgreeWithProtobuf(byte[] data) {
        Last last = new Last();
        EmbeddedChannel channel = new EmbeddedChannel(new MediaFrameCodec(last));
        try {
            channel.writeInbound(Unpooled.buffer().writeInt(data.length).writeBytes(data));
        } catch (MalformedWireException e) {
            last.seen = "malformed";
        }
        channel.finishAndReleaseAll();
        String expected = data.length > WireProtocol.MAX_MEDIA_ENVELOPE_BYTES ? "malformed" : expected(data);
        if (!expected.equals(last.seen)) {
            throw new AssertionError("protobuf: " + expected + ", by hand: " + last.seen);
        }
    }

    /** Any stream of bytes ends in events or one MalformedWireException. */
    @FuzzTest
    void shouldReadAnyBytes(byte[] data) {
        EmbeddedChannel channel = new EmbeddedChannel(new MediaFrameCodec(new Last()));
        ByteBuf in = Unpooled.buffer().writeBytes(data);
        try {
            channel.writeInbound(in);
        } catch (MalformedWireException e) {
            channel.writeInbound(Unpooled.buffer().writeByte(0)); // is discarded
        }
        channel.finishAndReleaseAll();
        if (in.refCnt() != 0) {
            throw new AssertionError("a buffer leaked");
        }
    }

    private static String expected(byte[] data) {
        MediaEnvelope message;
        try {
            message = MediaEnvelope.parseFrom(data);
        } catch (InvalidProtocolBufferException e) {
            return "malformed";
        }
        return switch (message.getMessageCase()) {
            case FRAME ->
                event(
                        message.getFrame().getMediaTypeValue(),
                        Arrays.toString(message.getFrame().getPacket().toByteArray()));
            case SELECT ->
                event(
                        message.getSelect().getMediaTypeValue(),
                        "select " + message.getSelect().getSequence());
            case MESSAGE_NOT_SET -> "unknown";
            default -> message.getMessageCase().toString();
        };
    }

    private static String event(int type, String text) {
        MediaType known = MediaFrameWire.mediaType(type);
        return known == null ? "unknown" : known + " " + text;
    }

    private static final class Last implements MediaFrameListener {
        private String seen = "nothing";

        @Override
        public void frame(MediaType type, ByteBuf packet) {
            seen = type + " " + Arrays.toString(ByteBufUtil.getBytes(packet));
            packet.release();
        }

        @Override
        public void select(MediaType type, long sequence) {
            seen = type + " select " + sequence;
        }

        @Override
        public void message(MediaEnvelope message) {
            seen = message.getMessageCase().toString();
        }

        @Override
        public void unknown() {
            seen = "unknown";
        }
    }
}
