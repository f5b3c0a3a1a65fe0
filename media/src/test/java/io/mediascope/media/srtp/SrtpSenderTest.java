package io.mediascope.media.srtp;

import static io.mediascope.media.srtp.SrtpPackets.SSRC;
import static io.mediascope.media.srtp.SrtpPackets.key;
import static io.mediascope.media.srtp.SrtpPackets.open;
import static io.mediascope.media.srtp.SrtpPackets.protect;
import static io.mediascope.media.srtp.SrtpPackets.rtp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SrtpSenderTest {
    private static final SrtpProfile GCM = SrtpProfile.AEAD_AES_128_GCM;

    private final SrtpSender sender = new SrtpSender(GCM, key(GCM, 1, 7), SSRC, true);
    private final byte[] out = new byte[200];

    @Test
    void shouldNeverSealAnIndexTwice() {
        assertThat(seal(5)).isPositive();
        assertThat(seal(5)).isEqualTo(SrtpError.INDEX_USED);
        assertThat(seal(6)).isPositive();
        assertThat(seal(5)).isEqualTo(SrtpError.INDEX_USED);
    }

    @Test
    void shouldSealLatePacketsOnce() {
        assertThat(seal(1000)).isPositive();
        assertThat(seal(990)).isPositive();
        assertThat(seal(990)).isEqualTo(SrtpError.INDEX_USED);
    }

    @Test
    void shouldRefuseWhatIsOlderThanItRemembers() {
        assertThat(seal(10_000)).isPositive();
        assertThat(seal(10_000 - ReplayWindow.SIZE)).isEqualTo(SrtpError.INDEX_USED);
        assertThat(seal(10_001 - ReplayWindow.SIZE)).isPositive();
    }

    @Test
    void shouldRefuseAPacketBeforeTheFirstRollover() {
        assertThat(seal(2)).isPositive();
        assertThat(seal(65_535)).isEqualTo(SrtpError.INDEX_USED);
        assertThat(sender.roc()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldNeverRepeatAnIndexWhateverComes(long seed) {
        Random random = new Random(seed);
        SrtpReceiver receiver = new SrtpReceiver(GCM, List.of(key(GCM, 1, 7)), SSRC, true);
        Set<Long> sealed = new HashSet<>();
        int seq = 0;
        for (int i = 0; i < 20_000; i++) {
            seq = seq + random.nextInt(60) - 20 & 0xFFFF;
            byte[] packet = rtp(seq, 20);
            int length = sender.protect(packet, 0, packet.length, out, 0);
            if (length > 0) {
                assertThat(receiver.unprotect(out, 0, length, new byte[200], 0)).isPositive();
                assertThat(sealed.add(receiver.lastIndex())).isTrue();
            }
        }
        assertThat(sealed).hasSizeGreaterThan(5_000);
    }

    @Test
    void shouldCountRollovers() {
        seal(65_534);
        assertThat(sender.rocOf(65_535)).isZero();
        assertThat(sender.rocOf(0)).isOne();
        seal(65_535);
        seal(0);
        assertThat(sender.roc()).isOne();
        assertThat(sender.rocOf(65_530)).isZero();
        assertThat(seal(65_533)).isPositive();
        assertThat(sender.roc()).isOne();
    }

    @Test
    void shouldGoOnUnderAnotherKey() {
        SrtpKey newKey = key(GCM, 2, 8);
        SrtpReceiver receiver = new SrtpReceiver(GCM, List.of(newKey, key(GCM, 1, 7)), SSRC, true);
        assertThat(open(receiver, protect(sender, rtp(1, 10)))).isEqualTo(rtp(1, 10));
        sender.setKey(newKey);
        assertThat(open(receiver, protect(sender, rtp(2, 10)))).isEqualTo(rtp(2, 10));
        assertThat(seal(1)).isEqualTo(SrtpError.INDEX_USED);
        receiver.setKeys(List.of(newKey));
        assertThat(open(receiver, protect(sender, rtp(3, 10)))).isEqualTo(rtp(3, 10));
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayItsOverhead(SrtpProfile profile) {
        SrtpKey key = key(profile, 1, 0);
        assertThat(new SrtpSender(profile, key, SSRC, false).overhead()).isEqualTo(profile.srtpTagLength());
        assertThat(new SrtpSender(profile, key, SSRC, true).overhead()).isEqualTo(profile.srtpTagLength() + 1);
        assertThat(new SrtcpSender(profile, key, true).overhead()).isEqualTo(profile.srtcpTagLength() + 5);
    }

    @Test
    void shouldRefuseWhatIsNotItsRtp() {
        assertThat(sender.protect(new byte[11], 0, 11, out, 0)).isEqualTo(SrtpError.MALFORMED);
        byte[] foreign = rtp(1, 10);
        foreign[11]++;
        assertThat(sender.protect(foreign, 0, foreign.length, out, 0)).isEqualTo(SrtpError.MALFORMED);
    }

    @Test
    void shouldNotUseUpAnIndexWhenThereIsNoRoom() {
        byte[] packet = rtp(1, 10);
        assertThatThrownBy(() -> sender.protect(packet, 0, packet.length, new byte[packet.length], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(seal(1)).isPositive();
    }

    @Test
    void shouldRefuseKeysOfWrongLength() {
        assertThatThrownBy(() -> new SrtpSender(GCM, new SrtpKey(0, new byte[16], new byte[14]), SSRC, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12 bytes");
    }

    private int seal(int seq) {
        byte[] packet = rtp(seq, 10);
        return sender.protect(packet, 0, packet.length, out, 0);
    }
}
