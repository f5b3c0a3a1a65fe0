package io.mediascope.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.mediascope.media.model.MediaType;
import io.mediascope.transport.wire.v1.MediaEnvelope;
import io.mediascope.transport.wire.v1.MediaFrame;
import io.mediascope.transport.wire.v1.MediaSelect;
import io.mediascope.transport.wire.v1.Ping;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaFrameCodecTest {
    private final List<String> events = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(new MediaFrameCodec(new Recorder()));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 122, 123, 124, 125, 126, 127, 128, 1_200, 16_376, 16_377, 16_380, 16_384, 65_530})
    void shouldWriteWhatProtobufWritesAndReadIt(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        for (MediaType type : MediaType.values()) {
            ByteBuf ours = Unpooled.buffer();
            MediaFrameCodec.writeFrame(ours, type, Unpooled.wrappedBuffer(bytes));
            ByteBuf theirs = MediaFrameCodec.encode(channel.alloc(), frame(type.ordinal() + 1, bytes));
            assertThat(ByteBufUtil.equals(ours, theirs)).isTrue();
            assertThat(ours.readableBytes()).isEqualTo(MediaFrameCodec.frameBytes(length));
            theirs.release();
            channel.writeInbound(ours);
            assertThat(events).containsExactly(type + " " + HexFormat.of().formatHex(bytes));
            events.clear();
        }
    }

    @Test
    void shouldReadMessagesThatArriveByteByByte() {
        ByteBuf all = Unpooled.buffer();
        MediaFrameCodec.writeFrame(all, MediaType.VIDEO, Unpooled.wrappedBuffer(new byte[] {1, 2}));
        append(
                all,
                MediaEnvelope.newBuilder()
                        .setSelect(MediaSelect.newBuilder().setMediaTypeValue(1).setSequence(5))
                        .build());
        append(
                all,
                MediaEnvelope.newBuilder()
                        .setPing(Ping.newBuilder().setSentAtNs(4))
                        .build());
        while (all.isReadable()) {
            channel.writeInbound(all.readBytes(1));
        }
        all.release();
        assertThat(events).containsExactly("VIDEO 0102", "select AUDIO 5", "PING");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2206120201020801", // packet before type
                "220408011200", // empty packet spelt out
                "2288000801120401020304", // length in more bytes than needed
                "22060801120201020a00", // a frame, then auth: the last one counts
                "220708011202010218052200" // unknown field inside, frame given twice
            })
    void shouldAgreeWithProtobufOnOtherForms(String hex) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(hex);
        ByteBuf in = Unpooled.buffer().writeInt(bytes.length).writeBytes(bytes);
        MediaEnvelope expected;
        try {
            expected = MediaEnvelope.parseFrom(bytes);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            assertThatThrownBy(() -> channel.writeInbound(in)).isInstanceOf(MalformedWireException.class);
            return;
        }
        channel.writeInbound(in);
        String event = expected.hasFrame()
                ? "AUDIO "
                        + HexFormat.of()
                                .formatHex(expected.getFrame().getPacket().toByteArray())
                : expected.getMessageCase().toString();
        assertThat(events).containsExactly(event);
    }

    @Test
    void shouldReportUnknownMessagesAndTypes() {
        for (String hex : List.of("", "fa0100", "22050803120101", "22021200")) {
            byte[] bytes = HexFormat.of().parseHex(hex);
            channel.writeInbound(Unpooled.buffer().writeInt(bytes.length).writeBytes(bytes));
        }
        assertThat(events).containsExactly("unknown", "unknown", "unknown", "unknown");
    }

    @Test
    void shouldBreakOnceOnGarbageAndDiscardTheRest() {
        assertThatThrownBy(() -> channel.writeInbound(Unpooled.buffer().writeInt(65_541)))
                .isInstanceOfSatisfying(MalformedWireException.class, e -> assertThat(e.tooLarge())
                        .isTrue());
        ByteBuf later = Unpooled.buffer().writeInt(0);
        channel.writeInbound(later);
        assertThat(events).isEmpty();
        assertThat(later.refCnt()).isZero();
    }

    @Test
    void shouldRefuseToWriteAPacketOverTheLimit() {
        ByteBuf packet = Unpooled.wrappedBuffer(new byte[WireProtocol.MAX_PACKET_BYTES + 1]);
        assertThatThrownBy(() -> MediaFrameCodec.writeFrame(Unpooled.buffer(), MediaType.AUDIO, packet))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void append(ByteBuf all, MediaEnvelope message) {
        ByteBuf encoded = MediaFrameCodec.encode(channel.alloc(), message);
        all.writeBytes(encoded);
        encoded.release();
    }

    private static MediaEnvelope frame(int type, byte[] packet) {
        return MediaEnvelope.newBuilder()
                .setFrame(MediaFrame.newBuilder().setMediaTypeValue(type).setPacket(ByteString.copyFrom(packet)))
                .build();
    }

    private final class Recorder implements MediaFrameListener {
        @Override
        public void frame(MediaType type, ByteBuf packet) {
            events.add(type + " " + ByteBufUtil.hexDump(packet));
            packet.release();
        }

        @Override
        public void select(MediaType type, long sequence) {
            events.add("select " + type + " " + sequence);
        }

        @Override
        public void message(MediaEnvelope message) {
            events.add(message.getMessageCase().toString());
        }

        @Override
        public void unknown() {
            events.add("unknown");
        }
    }
}
