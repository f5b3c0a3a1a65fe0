package io.mediascope.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamKeyDerivationTest {
    private static final byte[] SECRET = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");

    @Test
    void shouldDeriveTheSameKeyAgain() {
        SrtpKey key = StreamKeyDerivation.stream(SECRET, "session", 1, 0xCAFE, 0x1FE);
        assertThat(key).isEqualTo(StreamKeyDerivation.stream(SECRET.clone(), "session", 1, 0xCAFE, 0x1FE));
        assertThat(key.masterKey()).hasSize(16);
        assertThat(key.masterSalt()).hasSize(12);
        assertThat(key.mki()).isEqualTo(0xFE);
    }

    @Test
    void shouldDeriveAnotherKeyWhenAnyInputDiffers() {
        Set<String> keys = new HashSet<>();
        for (byte[] secret : new byte[][] {SECRET, new byte[32]}) {
            for (String session : new String[] {"a", "ab", "\u0000a"}) {
                for (int i = 0; i < 8; i++) {
                    keys.add(hex(StreamKeyDerivation.stream(secret, session, i & 1, i >> 1 & 1, i >> 2 & 1)));
                }
                for (HopDirection direction : HopDirection.values()) {
                    for (int i = 0; i < 4; i++) {
                        keys.add(hex(StreamKeyDerivation.hop(secret, session, i & 1, i >> 1 & 1, direction)));
                    }
                }
            }
        }
        assertThat(keys).hasSize(2 * 3 * (8 + 16));
    }

    @Test
    void shouldNotMistakeOneFieldForAnother() {
        assertThat(StreamKeyDerivation.stream(SECRET, "s", 0, 1, 0))
                .isNotEqualTo(StreamKeyDerivation.stream(SECRET, "s", 1, 0, 0));
    }

    @Test
    void shouldKeepItsDerivation() {
        // Keys in use outlive an update of the node that derives them again.
        assertThat(hex(StreamKeyDerivation.stream(SECRET, "session", 1, 2, 3)))
                .isEqualTo("fc6d1e5f84befc56a7960c1b9b9783381d3732a76c54b4f2458659cc");
        assertThat(hex(StreamKeyDerivation.hop(SECRET, "session", 1, 2, HopDirection.NODE_TO_CLIENT)))
                .isEqualTo("802946a167448d9e063b79d77a2b0d3c3451bfa096f915a308b3fe3d");
    }

    @Test
    void shouldRefuseAShortSecret() {
        assertThatThrownBy(() -> StreamKeyDerivation.stream(new byte[15], "s", 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNotShowTheKey() {
        SrtpKey key = StreamKeyDerivation.stream(SECRET, "session", 1, 2, 3);
        assertThat(key.toString()).isEqualTo("SrtpKey[mki=3, masked]");
    }

    private static String hex(SrtpKey key) {
        return HexFormat.of().formatHex(key.masterKey()) + HexFormat.of().formatHex(key.masterSalt());
    }
}
