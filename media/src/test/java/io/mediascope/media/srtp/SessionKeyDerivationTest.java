package io.mediascope.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** RFC 3711 appendix B.3. */
class SessionKeyDerivationTest {
    private static final SrtpKey MASTER =
            new SrtpKey(0, hex("E1F97A0D3E018BE0D64FA32C06DE4139"), hex("0EC675AD498AFEEBB6960B3AABE6"));

    @Test
    void shouldDeriveTheCipherKey() {
        assertThat(SessionKeyDerivation.derive(MASTER, SessionKeyDerivation.Use.RTP.encryption(), 16))
                .isEqualTo(hex("C61E7A93744F39EE10734AFE3FF7A087"));
    }

    @Test
    void shouldDeriveTheSalt() {
        assertThat(SessionKeyDerivation.derive(MASTER, SessionKeyDerivation.Use.RTP.salt(), 14))
                .isEqualTo(hex("30CBBC08863D8C85D49DB34A9AE1"));
    }

    @Test
    void shouldDeriveTheAuthenticationKey() {
        assertThat(SessionKeyDerivation.derive(MASTER, SessionKeyDerivation.Use.RTP.authentication(), 94))
                .isEqualTo(hex("CEBE321F6FF7716B6FD4AB49AF256A15" + "6D38BAA48F0A0ACF3C34E2359E6CDBCE"
                        + "E049646C43D9327AD175578EF7227098" + "6371C10C9A369AC2F94A8C5FBCDDDC25"
                        + "6D6E919A48B610EF17C2041E47403576" + "6B68642C59BBFC2F34DB60DBDFB2"));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
