package io.mediascope.media.srtp;

import io.mediascope.media.rtp.RtpHeader;
import java.util.Arrays;
import java.util.Random;

/** Keys and packets for the tests of this package. */
final class SrtpPackets {
    static final int SSRC = 0xCAFE_BABE;

    private SrtpPackets() {}

    static SrtpKey key(SrtpProfile profile, int seed, int mki) {
        Random random = new Random(seed);
        byte[] key = new byte[profile.keyLength()];
        byte[] salt = new byte[profile.saltLength()];
        random.nextBytes(key);
        random.nextBytes(salt);
        return new SrtpKey(mki, key, salt);
    }

    /** A packet whose payload is a function of its index. */
    static byte[] rtp(long index, int payloadLength) {
        byte[] packet = new byte[RtpHeader.FIXED_LENGTH + payloadLength];
        new Random(index).nextBytes(packet);
        RtpHeader.write(packet, 0, 96, index % 3 == 0, (int) index & 0xFFFF, index * 3000, SSRC);
        return packet;
    }

    static byte[] rtcp(int seed, int words) {
        byte[] packet = new byte[8 + 4 * words];
        new Random(seed).nextBytes(packet);
        packet[0] = (byte) 0x80;
        packet[1] = (byte) 201;
        packet[2] = 0;
        packet[3] = (byte) (1 + words);
        return packet;
    }

    static byte[] protect(SrtpSender sender, byte[] packet) {
        byte[] out = new byte[packet.length + sender.overhead()];
        return cut(out, sender.protect(packet, 0, packet.length, out, 0));
    }

    static byte[] protect(SrtcpSender sender, byte[] packet) {
        byte[] out = new byte[packet.length + sender.overhead()];
        return cut(out, sender.protect(packet, 0, packet.length, out, 0));
    }

    static int unprotect(SrtpReceiver receiver, byte[] packet) {
        return receiver.unprotect(packet, 0, packet.length, new byte[packet.length], 0);
    }

    static int unprotect(SrtcpReceiver receiver, byte[] packet) {
        return receiver.unprotect(packet, 0, packet.length, new byte[packet.length], 0);
    }

    /** The opened packet, or null when it was refused. */
    static byte[] open(SrtpReceiver receiver, byte[] packet) {
        byte[] out = new byte[packet.length];
        int length = receiver.unprotect(packet, 0, packet.length, out, 0);
        return length < 0 ? null : Arrays.copyOf(out, length);
    }

    static byte[] open(SrtcpReceiver receiver, byte[] packet) {
        byte[] out = new byte[packet.length];
        int length = receiver.unprotect(packet, 0, packet.length, out, 0);
        return length < 0 ? null : Arrays.copyOf(out, length);
    }

    private static byte[] cut(byte[] out, int length) {
        if (length < 0) {
            throw new AssertionError("refused: " + length);
        }
        return Arrays.copyOf(out, length);
    }
}
