package io.mediascope.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Vp8DescriptorTest {
    private final Vp8Descriptor descriptor = new Vp8Descriptor();

    @Test
    void shouldReadWhatItWrites() {
        byte[] out = new byte[5];
        assertThat(Vp8Descriptor.write(out, 0, true, true, 0x1234)).isEqualTo(4);
        assertThat(descriptor.parseIsKeyFrameStart(out, 0, 5)).isTrue();
        assertThat(descriptor.pictureId()).isEqualTo(0x1234);
        assertThat(descriptor.nonReference()).isTrue();
        assertThat(descriptor.length()).isEqualTo(4);
    }

    @Test
    void shouldReadEveryField() {
        byte[] payload = {(byte) 0x93, (byte) 0xF0, (byte) 0x81, 0x02, 0x55, (byte) 0xA7, 1};
        assertThat(descriptor.parse(payload, 0, 7)).isTrue();
        assertThat(descriptor.partitionStart()).isTrue();
        assertThat(descriptor.frameStart()).isFalse();
        assertThat(descriptor.partition()).isEqualTo(3);
        assertThat(descriptor.pictureId()).isEqualTo(0x102);
        assertThat(descriptor.tl0PicIdx()).isEqualTo(0x55);
        assertThat(descriptor.temporalLayer()).isEqualTo(2);
        assertThat(descriptor.layerSync()).isTrue();
        assertThat(descriptor.keyIndex()).isEqualTo(7);
    }

    @Test
    void shouldReadAShortOneAndRefuseWhatIsCutOff() {
        assertThat(descriptor.parse(new byte[] {0x10, 0}, 0, 2)).isTrue();
        assertThat(descriptor.pictureId()).isEqualTo(-1);
        byte[] payload = {(byte) 0x90, (byte) 0xF0, (byte) 0x81, 0x02, 0x55, (byte) 0xA7, 1};
        for (int length = 0; length < 7; length++) {
            assertThat(descriptor.parse(payload, 0, length)).isFalse();
        }
    }
}
