package io.mediascope.media.munge;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.codec.Vp8Descriptor;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Vp8MungerTest {
    private final Vp8Munger munger = new Vp8Munger(0x7FFE);
    private final Vp8Descriptor in = new Vp8Descriptor();
    private final Vp8Descriptor out = new Vp8Descriptor();

    @Test
    void shouldGoOnWhenTheSourceChanges() {
        assertThat(munge("90f0" + "8064" + "0a" + "2703")).isEqualTo("90f0fffe012103");
        assertThat(munge("80f0" + "8064" + "0a" + "2703")).isEqualTo("80f0fffe012103");
        assertThat(munge("90f0" + "8066" + "0b" + "6703")).isEqualTo("90f08000026103");
        munger.switchSource();
        assertThat(munge("90f0" + "ff00" + "ff" + "3f03")).isEqualTo("90f08001032203");
    }

    @Test
    void shouldWidenAShortPictureId() {
        assertThat(munge("9080" + "7e" + "03")).isEqualTo("9080fffe03");
        assertThat(munge("9080" + "7f" + "03")).isEqualTo("9080ffff03");
        assertThat(munge("9080" + "00" + "03")).isEqualTo("9080800003");
        assertThat(munge("9080" + "7f" + "03")).isEqualTo("9080ffff03");
    }

    @Test
    void shouldLeaveADescriptorWithoutNumbersAsItIs() {
        assertThat(munge("1003")).isEqualTo("1003");
        assertThat(munge("900003")).isEqualTo("1003");
        assertThat(munge("9020" + "40" + "03")).isEqualTo("90204003");
    }

    @Test
    void shouldCloseTheGapOfPicturesLeftOut() {
        assertThat(munge("9080" + "8001" + "03")).isEqualTo("9080fffe03");
        in.parse(HexFormat.of().parseHex("9080800203"), 0, 5);
        munger.leaveOut(in);
        munger.leaveOut(in);
        assertThat(munger.map(in)).isEqualTo(Vp8Munger.REFUSED);
        assertThat(munge("9080" + "8003" + "03")).isEqualTo("9080ffff03");
    }

    @Test
    void shouldRefuseWhatIsFromBeforeTheSourceChanged() {
        munge("9080" + "8010" + "03");
        munger.switchSource();
        munge("9080" + "8010" + "03");
        in.parse(HexFormat.of().parseHex("9080800f03"), 0, 5);
        assertThat(munger.map(in)).isEqualTo(Vp8Munger.REFUSED);
    }

    /** Pictures without loss leave with ids that rise by one, whatever is left out, however sources change, however wide they are. */
    @Test
    void shouldGiveIdsThatRiseByOne() {
        Random random = new Random(11);
        Vp8Munger tried = new Vp8Munger(0);
        byte[] packet = {(byte) 0x90, (byte) 0x80, 0, 0, 1};
        byte[] written = new byte[8];
        int id = 100;
        boolean wide = true;
        int expected = 0;
        for (int i = 0; i < 100_000; i++, id++) {
            if (random.nextInt(500) == 0) {
                tried.switchSource();
                id = random.nextInt(0x8000);
                wide = random.nextBoolean();
            }
            int masked = id & (wide ? 0x7FFF : 0x7F);
            packet[2] = (byte) (wide ? 0x80 | masked >> 8 : masked);
            packet[3] = (byte) masked;
            assertThat(in.parse(packet, 0, 5)).isTrue();
            if (random.nextInt(4) == 0) {
                tried.leaveOut(in);
                continue;
            }
            for (int packetOfPicture = 0; packetOfPicture < 2; packetOfPicture++) {
                int length = Vp8Munger.write(written, 0, packet[0], tried.map(in));
                assertThat(out.parse(written, 0, length + 1)).isTrue();
                assertThat(out.pictureId()).isEqualTo(expected);
            }
            expected = (expected + 1) & 0x7FFF;
        }
    }

    private String munge(String hex) {
        byte[] payload = HexFormat.of().parseHex(hex);
        assertThat(in.parse(payload, 0, payload.length)).isTrue();
        byte[] written = new byte[payload.length + Vp8Munger.MAX_GROWTH];
        int length = Vp8Munger.write(written, 0, payload[0], munger.map(in));
        int rest = payload.length - in.length();
        System.arraycopy(payload, in.length(), written, length, rest);
        return HexFormat.of().formatHex(written, 0, length + rest);
    }
}
