package io.mediascope.media.srtp;

import static io.mediascope.media.srtp.SrtpPackets.key;
import static io.mediascope.media.srtp.SrtpPackets.open;
import static io.mediascope.media.srtp.SrtpPackets.protect;
import static io.mediascope.media.srtp.SrtpPackets.rtcp;
import static io.mediascope.media.srtp.SrtpPackets.unprotect;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtcpTest {
    private static final SrtpProfile GCM = SrtpProfile.AEAD_AES_128_GCM;

    @ParameterizedTest
    @EnumSource
    void shouldOpenWhatWasSealedAndNothingTwice(SrtpProfile profile) {
        SrtcpSender sender = new SrtcpSender(profile, key(profile, 1, 200), true);
        SrtcpReceiver receiver = new SrtcpReceiver(profile, List.of(key(profile, 1, 200)), true);
        for (int i = 0; i < 3_000; i++) {
            byte[] plain = rtcp(i, i % 50);
            byte[] sealed = protect(sender, plain);
            assertThat(sealed).hasSize(plain.length + sender.overhead());
            assertThat(open(receiver, sealed)).isEqualTo(plain);
            assertThat(unprotect(receiver, sealed)).isEqualTo(SrtpError.REPLAYED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldWorkInPlace(SrtpProfile profile) {
        SrtcpSender sender = new SrtcpSender(profile, key(profile, 1, 1), false);
        SrtcpReceiver receiver = new SrtcpReceiver(profile, List.of(key(profile, 1, 1)), false);
        byte[] plain = rtcp(5, 20);
        byte[] buf = new byte[200];
        System.arraycopy(plain, 0, buf, 10, plain.length);
        int sealed = sender.protect(buf, 10, plain.length, buf, 10);
        assertThat(receiver.unprotect(buf, 10, sealed, buf, 10)).isEqualTo(plain.length);
        assertThat(Arrays.copyOfRange(buf, 10, 10 + plain.length)).isEqualTo(plain);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseForgeriesAndTruncatedPackets(SrtpProfile profile) {
        byte[] sealed = protect(new SrtcpSender(profile, key(profile, 1, 1), true), rtcp(1, 10));
        SrtcpReceiver receiver = new SrtcpReceiver(profile, List.of(key(profile, 1, 1)), true);
        for (int i = 0; i < sealed.length; i++) {
            byte[] forged = sealed.clone();
            forged[i] ^= (byte) 0x80;
            assertThat(unprotect(receiver, forged)).as("byte %d", i).isNegative();
            assertThat(unprotect(receiver, Arrays.copyOf(sealed, i))).isNegative();
        }
        assertThat(unprotect(receiver, sealed)).isPositive();
    }

    @Test
    void shouldRefuseWhatIsNotEncrypted() {
        byte[] sealed = protect(new SrtcpSender(GCM, key(GCM, 1, 1), false), rtcp(1, 10));
        sealed[sealed.length - 4] &= 0x7F;
        assertThat(unprotect(new SrtcpReceiver(GCM, List.of(key(GCM, 1, 1)), false), sealed))
                .isEqualTo(SrtpError.MALFORMED);
    }

    @Test
    void shouldCountIndicesPerKey() {
        SrtpKey first = key(GCM, 1, 1);
        SrtpKey second = key(GCM, 2, 2);
        SrtcpSender before = new SrtcpSender(GCM, first, true);
        SrtcpReceiver receiver = new SrtcpReceiver(GCM, List.of(first), true);
        byte[] old = protect(before, rtcp(1, 1));
        assertThat(unprotect(receiver, old)).isPositive();
        receiver.setKeys(List.of(second, first));
        assertThat(unprotect(receiver, old)).isEqualTo(SrtpError.REPLAYED);
        assertThat(unprotect(receiver, protect(new SrtcpSender(GCM, second, true), rtcp(2, 1))))
                .isPositive();
        assertThat(unprotect(receiver, protect(before, rtcp(3, 1)))).isPositive();
        receiver.setKeys(List.of(second));
        assertThat(unprotect(receiver, protect(before, rtcp(4, 1)))).isEqualTo(SrtpError.UNKNOWN_MKI);
    }

    @Test
    void shouldNotSealWhatIsNotRtcp() {
        SrtcpSender sender = new SrtcpSender(GCM, key(GCM, 1, 1), true);
        byte[] rtp = SrtpPackets.rtp(1, 30);
        assertThat(sender.protect(rtp, 0, rtp.length, new byte[100], 0)).isEqualTo(SrtpError.MALFORMED);
        assertThat(sender.protect(rtp, 0, 7, new byte[100], 0)).isEqualTo(SrtpError.MALFORMED);
    }
}
