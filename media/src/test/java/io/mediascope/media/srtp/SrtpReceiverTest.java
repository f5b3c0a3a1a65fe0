package io.mediascope.media.srtp;

import static io.mediascope.media.srtp.SrtpPackets.SSRC;
import static io.mediascope.media.srtp.SrtpPackets.key;
import static io.mediascope.media.srtp.SrtpPackets.open;
import static io.mediascope.media.srtp.SrtpPackets.protect;
import static io.mediascope.media.srtp.SrtpPackets.rtp;
import static io.mediascope.media.srtp.SrtpPackets.unprotect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SrtpReceiverTest {
    private static final SrtpProfile GCM = SrtpProfile.AEAD_AES_128_GCM;
    private static final SrtpKey KEY = key(GCM, 1, 7);

    private final SrtpSender sender = new SrtpSender(GCM, KEY, SSRC, true);
    private final SrtpReceiver receiver = new SrtpReceiver(GCM, List.of(KEY), SSRC, true);

    @ParameterizedTest
    @EnumSource
    void shouldFollow70000PacketsOverRollovers(SrtpProfile profile) {
        SrtpKey key = key(profile, 3, 9);
        SrtpSender from = new SrtpSender(profile, key, SSRC, true);
        SrtpReceiver to = new SrtpReceiver(profile, List.of(key), SSRC, true);
        for (long index = 60_000; index < 140_000; index++) {
            byte[] packet = rtp(index, 20);
            assertThat(Arrays.equals(open(to, protect(from, packet)), packet)).isTrue();
        }
        assertThat(to.roc()).isEqualTo(2);
        assertThat(to.highestIndex()).isEqualTo(139_999);
        assertThat(from.roc()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void shouldOpenInPlaceAndAtOffsets(SrtpProfile profile) {
        SrtpKey key = key(profile, 3, 9);
        SrtpSender from = new SrtpSender(profile, key, SSRC, true);
        SrtpReceiver to = new SrtpReceiver(profile, List.of(key), SSRC, true);
        for (int seq = 1; seq <= 40; seq++) {
            byte[] packet = rtp(seq, 37 * seq);
            byte[] buf = new byte[packet.length + 100];
            System.arraycopy(packet, 0, buf, 30, packet.length);
            int sealed = from.protect(buf, 30, packet.length, buf, 30);
            assertThat(sealed).isEqualTo(packet.length + from.overhead());
            assertThat(to.unprotect(buf, 30, sealed, buf, 30)).isEqualTo(packet.length);
            assertThat(Arrays.copyOfRange(buf, 30, 30 + packet.length)).isEqualTo(packet);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepCsrcListAndExtensionInClear(SrtpProfile profile) {
        SrtpKey key = key(profile, 3, 9);
        byte[] packet = rtp(1, 60);
        packet[0] = (byte) 0x92; // extension and two CSRCs
        packet[22] = 0;
        packet[23] = 2;
        byte[] sealed = protect(new SrtpSender(profile, key, SSRC, false), packet);
        assertThat(Arrays.copyOf(sealed, 32)).isEqualTo(Arrays.copyOf(packet, 32));
        assertThat(Arrays.copyOfRange(sealed, 32, 72)).isNotEqualTo(Arrays.copyOfRange(packet, 32, 72));
        assertThat(open(new SrtpReceiver(profile, List.of(key), SSRC, false), sealed))
                .isEqualTo(packet);
    }

    @ParameterizedTest
    @EnumSource
    void shouldPutTheMkiWhereTheRfcsSay(SrtpProfile profile) {
        SrtpKey key = key(profile, 3, 0xA5);
        byte[] plain = protect(new SrtpSender(profile, key, SSRC, false), rtp(1, 20));
        byte[] withMki = protect(new SrtpSender(profile, key, SSRC, true), rtp(1, 20));
        int at = profile == GCM ? withMki.length - 1 : withMki.length - 11;
        assertThat(withMki[at]).isEqualTo((byte) 0xA5);
        byte[] stripped = new byte[plain.length];
        System.arraycopy(withMki, 0, stripped, 0, at);
        System.arraycopy(withMki, at + 1, stripped, at, plain.length - at);
        assertThat(stripped).isEqualTo(plain);
    }

    @Test
    void shouldOpenALateJoinersPacketsOnceAnnounced() {
        byte[] packet = new byte[0];
        for (long index = 0; index < 70_000; index++) {
            packet = protect(sender, rtp(index, 10));
        }
        assertThat(unprotect(receiver, packet)).isEqualTo(SrtpError.AUTH_FAILED);
        assertThat(receiver.highestIndex()).isEqualTo(-1);
        assertThat(receiver.announce(1, 69_999 & 0xFFFF)).isTrue();
        assertThat(open(receiver, packet)).isEqualTo(rtp(69_999, 10));
        assertThat(open(receiver, protect(sender, rtp(70_000, 10)))).isEqualTo(rtp(70_000, 10));
    }

    @Test
    void shouldFindAStreamAgainAfterAPauseOfManyRollovers() {
        byte[] before = protect(sender, rtp(100, 10));
        assertThat(unprotect(receiver, before)).isPositive();
        for (long index = 101; index < 200_000; index++) {
            protect(sender, rtp(index, 0));
        }
        byte[] after = protect(sender, rtp(200_000, 10));
        assertThat(unprotect(receiver, after)).isEqualTo(SrtpError.AUTH_FAILED);
        assertThat(receiver.announce(3, 200_000 & 0xFFFF)).isTrue();
        assertThat(unprotect(receiver, after)).isPositive();
        assertThat(unprotect(receiver, before)).isNegative();
    }

    @Test
    void shouldOpenWhatOvertookItsAnnouncement() {
        byte[] first = protect(sender, rtp(500, 10));
        byte[] second = protect(sender, rtp(501, 10));
        assertThat(receiver.announce(0, 501)).isTrue();
        assertThat(unprotect(receiver, second)).isPositive();
        assertThat(unprotect(receiver, first)).isPositive();
    }

    @Test
    void shouldStayOpenToNothingOldWhenAnnouncedAgain() {
        byte[] packet = protect(sender, rtp(500, 10));
        assertThat(receiver.announce(0, 500)).isTrue();
        assertThat(unprotect(receiver, packet)).isPositive();
        assertThat(receiver.announce(0, 500)).isFalse();
        assertThat(unprotect(receiver, packet)).isEqualTo(SrtpError.REPLAYED);
        assertThat(receiver.announce(0, 400)).isFalse();
        assertThat(receiver.highestIndex()).isEqualTo(500);
        assertThat(receiver.announce(0, 510)).isTrue();
        assertThat(unprotect(receiver, packet)).isEqualTo(SrtpError.REPLAYED);
    }

    @Test
    void shouldRefuseReplaysUpToTheWindowsEdge() {
        List<byte[]> packets = new ArrayList<>();
        for (int seq = 0; seq <= ReplayWindow.SIZE; seq++) {
            packets.add(protect(sender, rtp(seq, 10)));
        }
        packets.forEach(packet -> assertThat(unprotect(receiver, packet)).isPositive());
        assertThat(unprotect(receiver, packets.get(0))).isEqualTo(SrtpError.TOO_OLD);
        for (int seq = 1; seq <= ReplayWindow.SIZE; seq++) {
            assertThat(unprotect(receiver, packets.get(seq))).isEqualTo(SrtpError.REPLAYED);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldOpenEachPacketOnceInAnyOrderWithinTheWindow(long seed) {
        Random random = new Random(seed);
        long begin = 65_536 - 3_000;
        List<byte[]> batch = new ArrayList<>();
        for (long index = begin; index < begin + 6_000; index++) {
            batch.add(protect(sender, rtp(index, 10)));
            if (batch.size() == 500) {
                batch.addAll(batch.subList(0, 200));
                Collections.shuffle(batch, random);
                long opened =
                        batch.stream().filter(p -> unprotect(receiver, p) > 0).count();
                assertThat(opened).isEqualTo(500);
                batch.clear();
            }
        }
    }

    @Test
    void shouldRefuseAForgeryOfAnyByteAndStillOpenTheOriginal() {
        byte[] packet = protect(sender, rtp(77, 30));
        for (int i = 0; i < packet.length; i++) {
            byte[] forged = packet.clone();
            forged[i] ^= 0x01;
            assertThat(unprotect(receiver, forged)).as("byte %d", i).isNegative();
        }
        assertThat(receiver.highestIndex()).isEqualTo(-1);
        assertThat(unprotect(receiver, packet)).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveTheArrayUnchangedWhenRefusedInPlace(SrtpProfile profile) {
        byte[] packet = protect(new SrtpSender(profile, key(profile, 1, 7), SSRC, true), rtp(1, 100));
        byte[] before = packet.clone();
        SrtpReceiver other = new SrtpReceiver(profile, List.of(key(profile, 2, 7)), SSRC, true);
        assertThat(other.unprotect(packet, 0, packet.length, packet, 0)).isEqualTo(SrtpError.AUTH_FAILED);
        assertThat(packet).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseTruncatedPackets(SrtpProfile profile) {
        for (boolean mki : new boolean[] {false, true}) {
            byte[] packet = protect(new SrtpSender(profile, key(profile, 1, 7), SSRC, mki), rtp(1, 50));
            SrtpReceiver to = new SrtpReceiver(profile, List.of(key(profile, 1, 7)), SSRC, mki);
            for (int length = 0; length < packet.length; length++) {
                assertThat(unprotect(to, Arrays.copyOf(packet, length))).isNegative();
            }
            assertThat(unprotect(to, packet)).isPositive();
        }
    }

    @Test
    void shouldTellUnknownKeysFromWrongOnes() {
        byte[] packet = protect(sender, rtp(1, 10));
        assertThat(unprotect(new SrtpReceiver(GCM, List.of(key(GCM, 1, 8)), SSRC, true), packet))
                .isEqualTo(SrtpError.UNKNOWN_MKI);
        assertThat(unprotect(new SrtpReceiver(GCM, List.of(key(GCM, 2, 7)), SSRC, true), packet))
                .isEqualTo(SrtpError.AUTH_FAILED);
        assertThat(unprotect(new SrtpReceiver(GCM, List.of(KEY), SSRC + 1, true), packet))
                .isEqualTo(SrtpError.MALFORMED);
    }

    @Test
    void shouldKeepTheWindowWhenKeysChange() {
        byte[] packet = protect(sender, rtp(1, 10));
        assertThat(unprotect(receiver, packet)).isPositive();
        receiver.setKeys(List.of(key(GCM, 2, 8), KEY));
        assertThat(unprotect(receiver, packet)).isEqualTo(SrtpError.REPLAYED);
        receiver.setKeys(List.of(key(GCM, 2, 8)));
        assertThat(unprotect(receiver, protect(sender, rtp(2, 10)))).isEqualTo(SrtpError.UNKNOWN_MKI);
        assertThatThrownBy(() -> receiver.setKeys(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
