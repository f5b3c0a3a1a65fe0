package io.mediascope.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The published test vectors, which give session keys and not master keys. */
class PacketCipherVectorsTest {
    private static final byte[] GCM_KEY = hex("000102030405060708090a0b0c0d0e0f");
    private static final byte[] GCM_SALT = hex("517569642070726f2071756f");

    /** RFC 3711 appendix B.2: the keystream is what zeros are sealed to. */
    @Test
    void shouldMakeTheKeystreamOfRfc3711() {
        CounterModePacketCipher cipher = new CounterModePacketCipher(
                hex("2B7E151628AED2A6ABF7158809CF4F3C"), hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"), new byte[20], 10);
        int blocks = 0xFF02;
        byte[] zeros = new byte[16 * blocks];
        byte[] out = new byte[zeros.length + 10];

        cipher.seal(zeros, 0, 0, zeros.length, out, 0, 0, 0, 0, zeros.length);

        assertThat(block(out, 0)).isEqualTo(hex("E03EAD0935C95E80E166B16DD92B4EB4"));
        assertThat(block(out, 1)).isEqualTo(hex("D23513162B02D0F72A43A2FE4A5F97AB"));
        assertThat(block(out, 2)).isEqualTo(hex("41E95B3BB0A2E8DD477901E4FCA894C0"));
        assertThat(block(out, 0xFEFF)).isEqualTo(hex("EC8CDF7398607CB0F2D21675EA9EA1E4"));
        assertThat(block(out, 0xFF00)).isEqualTo(hex("362B7C3C6773516318A077D7FC5073AE"));
        assertThat(block(out, 0xFF01)).isEqualTo(hex("6A2CC3787889374FBEB4C81B17BA6C44"));
    }

    /** RFC 7714 section 16.1. */
    @Test
    void shouldSealAndOpenTheSrtpPacketOfRfc7714() {
        byte[] plain = hex("8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e6973206469766973612069"
                + "6e20706172746573207472" + "6573");
        byte[] sealed = hex("8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd5"
                + "0d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce");
        GcmPacketCipher cipher = new GcmPacketCipher(GCM_KEY, GCM_SALT, false);

        byte[] out = Arrays.copyOf(plain, sealed.length);
        cipher.seal(plain, 0, 12, plain.length, out, 0, 0x5501a0b2, 0xf17b, 0, plain.length);
        assertThat(out).isEqualTo(sealed);

        byte[] opened = Arrays.copyOf(sealed, plain.length);
        assertThat(cipher.open(sealed, 0, 12, plain.length, opened, 0, 0x5501a0b2, 0xf17b, 0, plain.length))
                .isTrue();
        assertThat(opened).isEqualTo(plain);
    }

    /** RFC 7714 section 17.1. */
    @Test
    void shouldSealAndOpenTheSrtcpPacketOfRfc7714() {
        byte[] plain = hex("81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61"
                + "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef");
        byte[] sealed = hex("81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32d"
                + "c676a5f1730d6fda4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf87245d9eade");
        GcmPacketCipher cipher = new GcmPacketCipher(GCM_KEY, GCM_SALT, true);

        byte[] out = Arrays.copyOf(plain, sealed.length);
        cipher.seal(plain, 0, 8, plain.length, out, 0, 0x4d617273, 0x5d4, 0x800005d4, plain.length);
        assertThat(out).isEqualTo(sealed);

        byte[] opened = Arrays.copyOf(sealed, plain.length);
        assertThat(cipher.open(sealed, 0, 8, plain.length, opened, 0, 0x4d617273, 0x5d4, 0x800005d4, plain.length))
                .isTrue();
        assertThat(opened).isEqualTo(plain);
    }

    private static byte[] block(byte[] keystream, int number) {
        return Arrays.copyOfRange(keystream, 16 * number, 16 * number + 16);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
