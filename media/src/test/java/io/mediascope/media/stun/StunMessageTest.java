package io.mediascope.media.stun;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class StunMessageTest {
    private static final String HEADER = "2112a442000000010000000000000002";
    private final byte[] buf = new byte[StunMessage.MAX_LENGTH];
    private final StunWriter writer = new StunWriter();
    private final StunMessage message = new StunMessage();
    private final StunIntegrity integrity = new StunIntegrity("secret");

    @Test
    void shouldReadTheRequestThatWasWritten() {
        byte[] ufrag = "07abcdef".getBytes(UTF_8);
        writer.bindingRequest(buf, 10, 0xFFFF_FFFE, -3)
                .username(ufrag)
                .sequence(Long.MAX_VALUE)
                .useCandidate()
                .priority(0xFFFF_FFFFL)
                .iceControlling(-5)
                .integrity(integrity)
                .fingerprint();
        assertThat(StunMessage.isStun(buf, 10, writer.length())).isTrue();
        assertThat(StunMessage.isStun(Unpooled.wrappedBuffer(buf), 10, writer.length()))
                .isTrue();
        assertThat(message.parse(buf, 10, writer.length())).isTrue();
        assertThat(message.type()).isEqualTo(StunMessage.BINDING_REQUEST);
        assertThat(message.transactionIdHigh()).isEqualTo(0xFFFF_FFFE);
        assertThat(message.transactionIdLow()).isEqualTo(-3);
        assertThat(message.usernameEquals(ufrag)).isTrue();
        assertThat(message.usernameEquals("07abcde".getBytes(UTF_8))).isFalse();
        assertThat(new String(buf, message.usernameOffset(), message.usernameLength(), UTF_8))
                .isEqualTo("07abcdef");
        assertThat(message.hasSequence()).isTrue();
        assertThat(message.sequence()).isEqualTo(Long.MAX_VALUE);
        assertThat(message.useCandidate()).isTrue();
        assertThat(message.priority()).isEqualTo(0xFFFF_FFFFL);
        assertThat(message.iceControlling()).isTrue();
        assertThat(message.tieBreaker()).isEqualTo(-5);
        assertThat(message.verifyIntegrity(integrity)).isTrue();
        assertThat(message.hasFingerprint()).isTrue();
    }

    @Test
    void shouldAnswerWithTheMappedAddress() throws Exception {
        for (String host : new String[] {"127.0.0.1", "2001:db8::1"}) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), 65_535);
            byte[] out = new byte[200];
            parseRequest();
            writer.bindingSuccess(out, 0, message).xorMappedAddress(address).integrity(integrity);
            StunMessage answer = new StunMessage();
            assertThat(answer.parse(out, 0, writer.length())).isTrue();
            assertThat(answer.type()).isEqualTo(StunMessage.BINDING_SUCCESS);
            assertThat(answer.transactionIdLow()).isEqualTo(message.transactionIdLow());
            assertThat(answer.mappedAddress()).isEqualTo(address);
            assertThat(answer.verifyIntegrity(integrity)).isTrue();
        }
    }

    @Test
    void shouldAnswerUnknownRequiredAttributesWith420() {
        byte[] request = HexFormat.of()
                .parseHex("00010010" + HEADER + "7ff00000" + "fff00000" + "7ff10004deadbeef".substring(0, 16));
        assertThat(message.parse(request, 0, request.length)).isTrue();
        assertThat(message.unknownRequired()).isEqualTo(0x7ff0);
        writer.bindingError(buf, 0, message, 420, "Unknown Attribute");
        StunMessage answer = new StunMessage();
        assertThat(answer.parse(buf, 0, writer.length())).isTrue();
        assertThat(answer.type()).isEqualTo(StunMessage.BINDING_ERROR);
        assertThat(answer.errorCode()).isEqualTo(420);
        assertThat(HexFormat.of().formatHex(buf, 0, writer.length())).endsWith("000a00047ff07ff1");
    }

    @Test
    void shouldFindNothingInAnEmptyRequest() {
        parseRequest();
        assertThat(message.hasUsername()).isFalse();
        assertThat(message.username()).isNull();
        assertThat(message.usernameOffset()).isEqualTo(-1);
        assertThat(message.usernameEquals(new byte[0])).isFalse();
        assertThat(message.hasIntegrity()).isFalse();
        assertThat(message.verifyIntegrity(integrity)).isFalse();
        assertThat(message.verifyIntegrity(new byte[] {1})).isFalse();
        assertThat(message.hasFingerprint()).isFalse();
        assertThat(message.mappedAddress()).isNull();
        assertThat(message.priority()).isEqualTo(-1);
        assertThat(message.sequence()).isEqualTo(-1);
        assertThat(message.errorCode()).isZero();
        assertThat(message.tieBreaker()).isZero();
        assertThat(message.unknownRequired()).isEqualTo(-1);
    }

    @Test
    void shouldForgetTheMessageBefore() {
        writer.bindingRequest(buf, 0, 1, 2).username(new byte[] {65}).integrity(integrity);
        assertThat(message.parse(buf, 0, writer.length())).isTrue();
        parseRequest();
        assertThat(message.hasUsername()).isFalse();
        assertThat(message.hasIntegrity()).isFalse();
    }

    @Test
    void shouldNoticeAnyChange() {
        writer.bindingRequest(buf, 0, 1, 2)
                .username("07abcdef".getBytes(UTF_8))
                .sequence(9)
                .integrity(integrity)
                .fingerprint();
        byte[] sound = Arrays.copyOf(buf, writer.length());
        int fingerprint = sound.length - 8;
        for (int i = 0; i < sound.length; i++) {
            if (i == fingerprint || i == fingerprint + 1) {
                continue; // another type: an optional attribute behind the integrity
            }
            byte[] changed = sound.clone();
            changed[i] ^= 0x01;
            assertThat(message.parse(changed, 0, changed.length))
                    .as("byte %d", i)
                    .isFalse();
        }
        byte[] unprinted = Arrays.copyOf(sound, sound.length - 8);
        unprinted[3] -= 8;
        for (int i = 20; i < unprinted.length; i++) {
            byte[] changed = unprinted.clone();
            changed[i] ^= 0x01;
            boolean accepted = message.parse(changed, 0, changed.length) && message.verifyIntegrity(integrity);
            assertThat(accepted).as("byte %d", i).isFalse();
        }
    }

    @Test
    void shouldIgnoreWhatFollowsTheIntegrity() {
        writer.bindingRequest(buf, 0, 1, 2)
                .sequence(1)
                .integrity(integrity)
                .username(new byte[] {65})
                .useCandidate();
        assertThat(message.parse(buf, 0, writer.length())).isTrue();
        assertThat(message.hasUsername()).isFalse();
        assertThat(message.useCandidate()).isFalse();
        assertThat(message.verifyIntegrity(integrity)).isTrue();
    }

    @Test
    void shouldTakeTheFirstOfSeveral() {
        writer.bindingRequest(buf, 0, 1, 2).sequence(1).sequence(2);
        assertThat(message.parse(buf, 0, writer.length())).isTrue();
        assertThat(message.sequence()).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        List<String> malformed = List.of(
                "",
                "00010000" + "2112a4420000000100000000000000", // short header
                "00010000" + "2112a443000000010000000000000002", // another cookie
                "00010004" + HEADER, // longer than it is
                "00010000" + HEADER + "00000000", // shorter than it is
                "00010003" + HEADER + "000000", // not in words
                "40010000" + HEADER, // not STUN
                "00010004" + HEADER + "00060001", // value missing
                "00010008" + HEADER + "0006ffff00000000",
                "00010008" + HEADER + "0008000400000000", // short MESSAGE-INTEGRITY
                "0001000c" + HEADER + "8028000800000000" + "00000000", // long FINGERPRINT
                "00010008" + HEADER + "0024000300000000", // short PRIORITY
                "00010008" + HEADER + "0025000400000000", // USE-CANDIDATE with a value
                "00010008" + HEADER + "8029000400000000",
                "00010008" + HEADER + "c0a1000400000000", // short MEDIASCOPE-SEQUENCE
                "0101000c" + HEADER + "002000080003000100000000", // unknown family
                "01010008" + HEADER + "0020000400010001",
                "01010004" + HEADER + "00200000",
                "01110004" + HEADER + "00090000");
        for (String hex : malformed) {
            byte[] bytes = HexFormat.of().parseHex(hex);
            assertThat(message.parse(bytes, 0, bytes.length)).as(hex).isFalse();
        }
    }

    @Test
    void shouldRefuseWhatIsTooLong() {
        byte[] bytes = new byte[StunMessage.MAX_LENGTH + 4];
        new StunWriter().bindingRequest(bytes, 0, 1, 2);
        bytes[2] = (byte) ((bytes.length - 20) >> 8);
        bytes[3] = (byte) (bytes.length - 20);
        assertThat(message.parse(bytes, 0, bytes.length)).isFalse();
        assertThatThrownBy(() -> writer.username(new byte[509])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.bindingRequest(new byte[24], 0, 1, 2).sequence(1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private void parseRequest() {
        writer.bindingRequest(buf, 0, 0x01020304, 0x05060708090A0B0CL);
        assertThat(message.parse(buf, 0, writer.length())).isTrue();
    }
}
