package io.mediascope.media.srtp;

import static io.mediascope.media.srtp.SrtpPackets.SSRC;
import static io.mediascope.media.srtp.SrtpPackets.key;
import static io.mediascope.media.srtp.SrtpPackets.open;
import static io.mediascope.media.srtp.SrtpPackets.protect;
import static io.mediascope.media.srtp.SrtpPackets.rtcp;
import static io.mediascope.media.srtp.SrtpPackets.rtp;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another implementation opens what ours seals and the other way round. It knows no MKI, so ours is cut out and put in. */
class JitsiOracleTest {
    private static final int MKI = 0x5A;
    private static final long FIRST = 65_000;
    private static final long END = FIRST + 70_000;

    @ParameterizedTest
    @EnumSource
    void shouldBeUnderstoodOverRollovers(SrtpProfile profile) throws GeneralSecurityException {
        SrtpSender sender = new SrtpSender(profile, key(profile, 4, MKI), SSRC, true);
        SrtpCryptoContext oracle = factory(profile, false).deriveContext(SSRC, 0);
        for (long index = FIRST; index < END; index++) {
            byte[] plain = packet(index);
            Packet packet = new Packet(withoutMki(protect(sender, plain), mkiFromEnd(profile)));
            assertThat(oracle.reverseTransformPacket(packet, false))
                    .as("packet %d", index)
                    .isEqualTo(SrtpErrorStatus.OK);
            assertThat(Arrays.equals(packet.bytes(), plain))
                    .as("packet %d", index)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldUnderstandOverRollovers(SrtpProfile profile) throws GeneralSecurityException {
        SrtpReceiver receiver = new SrtpReceiver(profile, List.of(key(profile, 4, MKI)), SSRC, true);
        SrtpCryptoContext oracle = factory(profile, true).deriveContext(SSRC, 0);
        for (long index = FIRST; index < END; index++) {
            byte[] plain = packet(index);
            Packet packet = new Packet(plain);
            assertThat(oracle.transformPacket(packet)).isEqualTo(SrtpErrorStatus.OK);
            assertThat(Arrays.equals(open(receiver, withMki(packet.bytes(), mkiFromEnd(profile))), plain))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeUnderstoodInControl(SrtpProfile profile) throws GeneralSecurityException {
        SrtcpSender sender = new SrtcpSender(profile, key(profile, 4, MKI), true);
        SrtpContextFactory factory = factory(profile, false);
        byte[] first = rtcp(0, 10);
        SrtcpCryptoContext oracle = factory.deriveControlContext(Srtcp.ssrc(first, 0));
        for (int i = 0; i < 200; i++) {
            byte[] plain = rtcp(i, 10 + i % 30);
            System.arraycopy(first, 4, plain, 4, 4);
            Packet packet = new Packet(withoutMki(protect(sender, plain), mkiFromEnd(profile)));
            assertThat(oracle.reverseTransformPacket(packet)).isEqualTo(SrtpErrorStatus.OK);
            assertThat(packet.bytes()).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldUnderstandControl(SrtpProfile profile) throws GeneralSecurityException {
        SrtcpReceiver receiver = new SrtcpReceiver(profile, List.of(key(profile, 4, MKI)), true);
        byte[] first = rtcp(0, 10);
        SrtcpCryptoContext oracle = factory(profile, true).deriveControlContext(Srtcp.ssrc(first, 0));
        for (int i = 0; i < 200; i++) {
            byte[] plain = rtcp(i, 10 + i % 30);
            System.arraycopy(first, 4, plain, 4, 4);
            Packet packet = new Packet(plain);
            assertThat(oracle.transformPacket(packet)).isEqualTo(SrtpErrorStatus.OK);
            assertThat(open(receiver, withMki(packet.bytes(), mkiFromEnd(profile))))
                    .isEqualTo(plain);
        }
    }

    /** Every seventh has a CSRC, every fifth an extension. */
    private static byte[] packet(long index) {
        byte[] packet = rtp(index, 24 + (int) (index % 40));
        packet[0] |= (byte) ((index % 7 == 0 ? 1 : 0) | (index % 5 == 0 ? 0x10 : 0));
        int extension = index % 7 == 0 ? 16 : 12;
        if (index % 5 == 0) {
            packet[extension] = (byte) 0xBE; // not by chance the profile of RFC 9335, which the oracle would follow
            packet[extension + 1] = (byte) 0xDE;
            packet[extension + 2] = 0;
            packet[extension + 3] = 1;
        }
        return packet;
    }

    private static SrtpContextFactory factory(SrtpProfile profile, boolean sender) {
        SrtpKey key = key(profile, 4, MKI);
        return new SrtpContextFactory(
                sender, key.masterKey(), key.masterSalt(), policy(profile), policy(profile), new LoggerImpl("oracle"));
    }

    private static SrtpPolicy policy(SrtpProfile profile) {
        return profile == SrtpProfile.AEAD_AES_128_GCM
                ? new SrtpPolicy(SrtpPolicy.AESGCM_ENCRYPTION, 16, SrtpPolicy.NULL_AUTHENTICATION, 0, 16, 12)
                : new SrtpPolicy(SrtpPolicy.AESCM_ENCRYPTION, 16, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, 10, 14);
    }

    /** Distance of the MKI's place from the end of a packet that has none. */
    private static int mkiFromEnd(SrtpProfile profile) {
        return profile == SrtpProfile.AEAD_AES_128_GCM ? 0 : 10;
    }

    private static byte[] withoutMki(byte[] packet, int fromEnd) {
        int at = packet.length - 1 - fromEnd;
        assertThat(packet[at]).isEqualTo((byte) MKI);
        byte[] out = Arrays.copyOf(packet, packet.length - 1);
        System.arraycopy(packet, at + 1, out, at, fromEnd);
        return out;
    }

    private static byte[] withMki(byte[] packet, int fromEnd) {
        int at = packet.length - fromEnd;
        byte[] out = Arrays.copyOf(packet, packet.length + 1);
        out[at] = MKI;
        System.arraycopy(packet, at, out, at + 1, fromEnd);
        return out;
    }

    /**
     * The oracle's view of an array. Its packet begins at the array's first byte, on which the comparisons above rely: an oracle
     * that moved the beginning would have to fail here, not to be compared at the wrong place.
     */
    private static final class Packet implements ByteArrayBuffer {
        private byte[] buffer;
        private int length;

        Packet(byte[] packet) {
            buffer = Arrays.copyOf(packet, packet.length + 64);
            length = packet.length;
        }

        byte[] bytes() {
            return Arrays.copyOf(buffer, length);
        }

        @Override
        public byte[] getBuffer() {
            return buffer;
        }

        @Override
        public int getOffset() {
            return 0;
        }

        @Override
        public int getLength() {
            return length;
        }

        @Override
        public void setLength(int newLength) {
            length = newLength;
        }

        @Override
        public void setOffset(int offset) {
            throw new UnsupportedOperationException("a packet begins at the array's first byte");
        }

        @Override
        public boolean isInvalid() {
            return false;
        }

        @Override
        public void readRegionToBuff(int offset, int count, byte[] out) {
            System.arraycopy(buffer, offset, out, 0, count);
        }

        @Override
        public void grow(int count) {
            buffer = Arrays.copyOf(buffer, buffer.length + count);
        }

        @Override
        public void append(byte[] data, int count) {
            if (length + count > buffer.length) {
                grow(count);
            }
            System.arraycopy(data, 0, buffer, length, count);
            length += count;
        }

        @Override
        public void shrink(int count) {
            length -= count;
        }
    }
}
