package io.mediascope.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class PacketKindTest {
    @Test
    void shouldSortByTheFirstByte() {
        for (int first = 0; first < 256; first++) {
            PacketKind expected = PacketKind.UNKNOWN;
            if (first <= 3) {
                expected = PacketKind.STUN;
            } else if (first >= 20 && first <= 63) {
                expected = PacketKind.DTLS;
            } else if (first >= 128 && first <= 191) {
                expected = PacketKind.RTP;
            }
            assertThat(kind(first, 0)).isEqualTo(expected);
        }
    }

    @Test
    void shouldTellRtcpFromRtp() {
        assertThat(kind(0x80, 191)).isEqualTo(PacketKind.RTP);
        assertThat(kind(0x80, 192)).isEqualTo(PacketKind.RTCP);
        assertThat(kind(0x80, 223)).isEqualTo(PacketKind.RTCP);
        assertThat(kind(0x80, 224)).isEqualTo(PacketKind.RTP);
    }

    @Test
    void shouldNotKnowWhatIsTooShort() {
        assertThat(PacketKind.of(new byte[] {(byte) 0x80}, 0, 1)).isEqualTo(PacketKind.UNKNOWN);
        assertThat(PacketKind.of(new byte[0], 0, 0)).isEqualTo(PacketKind.UNKNOWN);
    }

    private static PacketKind kind(int first, int second) {
        byte[] bytes = {9, (byte) first, (byte) second};
        ByteBuf buf = Unpooled.wrappedBuffer(bytes);
        PacketKind kind = PacketKind.of(bytes, 1, 2);
        assertThat(PacketKind.of(buf, 1, 2)).isEqualTo(kind);
        return kind;
    }
}
