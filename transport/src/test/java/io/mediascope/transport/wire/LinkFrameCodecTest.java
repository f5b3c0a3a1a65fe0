package io.mediascope.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.mediascope.transport.wire.v1.DataMessage;
import io.mediascope.transport.wire.v1.Envelope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class LinkFrameCodecTest {
    private final LinkFrameCodec codec = new LinkFrameCodec(1_000);
    private final EmbeddedChannel channel = new EmbeddedChannel(codec);

    private static Envelope message(int bytes) {
        return Envelope.newBuilder()
                .setDataMessage(DataMessage.newBuilder().setPayload(ByteString.copyFrom(new byte[bytes])))
                .build();
    }

    private ByteBuf encoded(Envelope message) {
        channel.writeOutbound(message);
        return channel.readOutbound();
    }

    @Test
    void shouldReadWhatItWritesByteByByte() {
        ByteBuf bytes = encoded(message(300));
        assertThat(bytes.getInt(0)).isEqualTo(message(300).getSerializedSize());
        while (bytes.readableBytes() > 1) {
            channel.writeInbound(bytes.readBytes(1));
            assertThat(codec.incomplete()).isTrue();
        }
        channel.writeInbound(bytes);
        assertThat(codec.incomplete()).isFalse();
        assertThat(channel.<Envelope>readInbound()).isEqualTo(message(300));
    }

    @Test
    void shouldHoldToItsLimitUntilItIsRaised() {
        codec.maxBytes(WireProtocol.MAX_ENVELOPE_BYTES);
        channel.writeInbound(encoded(message(2_000)));
        assertThat(channel.<Envelope>readInbound()).isEqualTo(message(2_000));
        codec.maxBytes(1_000);
        assertThatThrownBy(() -> channel.writeInbound(encoded(message(2_000))))
                .isInstanceOfSatisfying(MalformedWireException.class, e -> assertThat(e.tooLarge())
                        .isTrue());
        assertThat(codec.incomplete()).isFalse();
        assertThat(channel.writeInbound(encoded(message(1)))).isFalse();
    }

    @Test
    void shouldRefuseGarbage() {
        ByteBuf garbage = Unpooled.buffer().writeInt(2).writeShort(0xffff);
        assertThatThrownBy(() -> channel.writeInbound(garbage)).isInstanceOf(MalformedWireException.class);
        assertThat(garbage.refCnt()).isZero();
    }

    @Test
    void shouldRefuseToWriteTooMuch() {
        assertThatThrownBy(() -> channel.writeOutbound(message(WireProtocol.MAX_ENVELOPE_BYTES)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }
}
