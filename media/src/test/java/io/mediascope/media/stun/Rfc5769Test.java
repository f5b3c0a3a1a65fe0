package io.mediascope.media.stun;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The test vectors of RFC 5769. */
class Rfc5769Test {
    private static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";
    private final StunMessage message = new StunMessage();

    /** Section 2.1. */
    @Test
    void shouldReadTheSampleRequest() {
        parse("000100582112a442b7e7a701bc34d686fa87dfae" + "802200105354554e207465737420636c69656e74"
                + "002400046e0001ff" + "80290008932ff9b151263b36" + "000600096576746a3a68367659202020"
                + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2" + "80280004e57a3bcf");
        assertThat(message.type()).isEqualTo(StunMessage.BINDING_REQUEST);
        assertThat(message.transactionIdHigh()).isEqualTo(0xb7e7a701);
        assertThat(message.transactionIdLow()).isEqualTo(0xbc34d686fa87dfaeL);
        assertThat(message.username()).isEqualTo("evtj:h6vY");
        assertThat(message.usernameEquals("evtj:h6vY".getBytes(UTF_8))).isTrue();
        assertThat(message.priority()).isEqualTo(0x6e0001ff);
        assertThat(message.iceControlled()).isTrue();
        assertThat(message.iceControlling()).isFalse();
        assertThat(message.tieBreaker()).isEqualTo(0x932ff9b151263b36L);
        assertThat(message.hasFingerprint()).isTrue();
        assertThat(message.verifyIntegrity(new StunIntegrity(PASSWORD))).isTrue();
        assertThat(message.verifyIntegrity(new StunIntegrity(PASSWORD + "x"))).isFalse();
        assertThat(message.unknownRequired()).isEqualTo(-1);
    }

    /** Section 2.2. */
    @Test
    void shouldReadTheSampleResponseForIpv4() throws Exception {
        parse("0101003c2112a442b7e7a701bc34d686fa87dfae" + "8022000b7465737420766563746f7220"
                + "002000080001a147e112a643" + "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7"
                + "80280004c07d4c96");
        assertThat(message.type()).isEqualTo(StunMessage.BINDING_SUCCESS);
        assertThat(message.mappedAddress())
                .isEqualTo(new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 32_853));
        assertThat(message.verifyIntegrity(PASSWORD.getBytes(UTF_8))).isTrue();
    }

    /** Section 2.3. */
    @Test
    void shouldReadTheSampleResponseForIpv6() throws Exception {
        parse("010100482112a442b7e7a701bc34d686fa87dfae" + "8022000b7465737420766563746f7220"
                + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
                + "00080014a382954e4be67bf11784c97c8292c275bfe3ed41" + "80280004c8fb0b4c");
        assertThat(message.mappedAddress())
                .isEqualTo(
                        new InetSocketAddress(InetAddress.getByName("2001:db8:1234:5678:11:2233:4455:6677"), 32_853));
        assertThat(message.verifyIntegrity(new StunIntegrity(PASSWORD))).isTrue();
    }

    /** Section 2.4. */
    @Test
    void shouldReadTheSampleRequestWithLongTermAuthentication() throws Exception {
        parse("000100602112a44278ad3433c6ad72c029da412e"
                + "00060012e3839ee38388e383aae38383e382afe382b90000"
                + "0015001c662f2f3439396b39353464364f4c33346f4c394653547679363473" + "41"
                + "0014000b6578616d706c652e6f726700" + "00080014f67024656dd64a3e02b8e0712e85c9a28ca89666");
        byte[] key = MessageDigest.getInstance("MD5")
                .digest("\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9:example.org:TheMatrIX".getBytes(UTF_8));
        assertThat(message.username()).isEqualTo("\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9");
        assertThat(message.hasFingerprint()).isFalse();
        assertThat(message.verifyIntegrity(key)).isTrue();
    }

    private void parse(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(message.parse(bytes, 0, bytes.length)).isTrue();
    }
}
