package io.mediascope.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.rtp.RtpHeader;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeySuccessionTest {
    private static final int SSRC = 77;
    private static final SrtpKey FIRST = key(0);
    private static final SrtpKey SECOND = key(1);

    private final SrtpReceiver receiver = new SrtpReceiver(SrtpProfile.AEAD_AES_128_GCM, List.of(FIRST), SSRC, true);
    private final KeySuccession keys = new KeySuccession(receiver, List.of(FIRST));
    private final SrtpSender sender = new SrtpSender(SrtpProfile.AEAD_AES_128_GCM, FIRST, SSRC, true);
    private int sequenceNumber;

    @Test
    void shouldOpenBothKeysUntilTheOldOneEnds() {
        byte[] underWay = seal();
        keys.take(List.of(SECOND), 0);
        byte[] late = seal();
        sender.setKey(SECOND);
        assertThat(open(seal())).isPositive();
        keys.turn(KeySuccession.KEPT_NS - 1);
        assertThat(open(underWay)).isPositive();
        keys.turn(KeySuccession.KEPT_NS);
        assertThat(open(late)).isEqualTo(SrtpError.UNKNOWN_MKI);
        assertThat(open(seal())).isPositive();
    }

    @Test
    void shouldNotOpenNewPacketsWithTheOldKey() {
        sender.setKey(SECOND);
        assertThat(open(seal())).isEqualTo(SrtpError.UNKNOWN_MKI);
        SrtpSender disguised = new SrtpSender(SrtpProfile.AEAD_AES_128_GCM, key(1), SSRC, true);
        SrtpReceiver holder = new SrtpReceiver(
                SrtpProfile.AEAD_AES_128_GCM,
                List.of(new SrtpKey(1, FIRST.masterKey(), FIRST.masterSalt())),
                SSRC,
                true);
        byte[] packet = seal(disguised);
        assertThat(holder.unprotect(packet, 0, packet.length, new byte[200], 0)).isEqualTo(SrtpError.AUTH_FAILED);
    }

    @Test
    void shouldStayBoundedWhenKeysChangeFasterThanTheyEnd() {
        for (int mki = 1; mki < 250; mki++) {
            keys.take(List.of(key(mki)), mki);
        }
        assertThat(open(seal())).isEqualTo(SrtpError.UNKNOWN_MKI);
        sender.setKey(key(249));
        assertThat(open(seal())).isPositive();
        sender.setKey(key(242));
        assertThat(open(seal())).isPositive();
        sender.setKey(key(240));
        assertThat(open(seal())).isEqualTo(SrtpError.UNKNOWN_MKI);
    }

    @Test
    void shouldKeepAKeyThatIsGivenAgain() {
        keys.take(List.of(SECOND), 0);
        keys.take(List.of(SECOND), 1);
        keys.take(List.of(FIRST), 2);
        keys.turn(KeySuccession.KEPT_NS + 2);
        assertThat(open(seal())).isPositive();
    }

    private byte[] seal() {
        return seal(sender);
    }

    private byte[] seal(SrtpSender by) {
        byte[] plain = new byte[100];
        RtpHeader.write(plain, 0, 96, false, ++sequenceNumber, 0, SSRC);
        byte[] out = new byte[plain.length + by.overhead()];
        assertThat(by.protect(plain, 0, plain.length, out, 0)).isEqualTo(out.length);
        return out;
    }

    private int open(byte[] packet) {
        return receiver.unprotect(packet, 0, packet.length, new byte[200], 0);
    }

    private static SrtpKey key(int epoch) {
        return StreamKeyDerivation.stream(new byte[32], "session", 1, SSRC, epoch);
    }
}
