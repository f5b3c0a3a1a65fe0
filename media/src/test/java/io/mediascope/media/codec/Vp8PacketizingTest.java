package io.mediascope.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Vp8PacketizingTest {
    private static final long MS = 1_000_000;

    private record Packet(int seq, long timestamp, boolean marker, byte[] payload) {}

    private record Frame(byte[] data, long timestamp, boolean keyFrame) {}

    private final List<Frame> frames = new ArrayList<>();
    private int keyFramesAsked;
    private final Vp8Depacketizer depacketizer = new Vp8Depacketizer(new Vp8Depacketizer.Listener() {
        @Override
        public void frame(byte[] frame, long rtpTimestamp, boolean keyFrame) {
            frames.add(new Frame(frame, rtpTimestamp, keyFrame));
        }

        @Override
        public void keyFrameNeeded() {
            keyFramesAsked++;
        }
    });

    @Test
    void shouldCutFramesIntoEqualLengths() {
        Random random = new Random(1);
        Vp8Packetizer packetizer = new Vp8Packetizer(32_767);
        for (int length = 1; length < 20_000; length += 1 + random.nextInt(40)) {
            List<Packet> pieces = new ArrayList<>();
            int count = packetizer.packetize(
                    frame(random, length, true),
                    0,
                    length,
                    (buf, off, len, marker) ->
                            pieces.add(new Packet(0, 0, marker, Arrays.copyOfRange(buf, off, off + len))));
            assertThat(count).isEqualTo(pieces.size());
            int first = pieces.get(0).payload().length;
            assertThat(first).isLessThanOrEqualTo(Vp8Packetizer.DEFAULT_MAX_PAYLOAD);
            for (int i = 0; i < count; i++) {
                boolean last = i == count - 1;
                assertThat(pieces.get(i).marker()).isEqualTo(last);
                assertThat(pieces.get(i).payload().length).isBetween(last ? 5 : first, first);
            }
        }
    }

    @Test
    void shouldGiveBackWhatWasCutWhenNothingIsLost() {
        List<byte[]> sent = stream(new Random(2), 500);
        List<Packet> packets = packets(sent, 65_000, 0xFFFF_0000L);
        packets.forEach(packet -> put(packet, 0));
        assertThat(frames).hasSize(500);
        for (int i = 0; i < 500; i++) {
            assertThat(frames.get(i).data()).isEqualTo(sent.get(i));
            assertThat(frames.get(i).timestamp()).isEqualTo(0xFFFF_0000L + i * 3600L);
            assertThat(frames.get(i).keyFrame()).isEqualTo(i % 50 == 0);
        }
        assertThat(keyFramesAsked).isZero();
    }

    @Test
    void shouldPutReorderedAndDoubledPacketsInOrder() {
        for (int seed = 0; seed < 30; seed++) {
            frames.clear();
            depacketizer.reset();
            Random random = new Random(seed);
            List<byte[]> sent = stream(random, 200);
            List<Packet> packets = packets(sent, random.nextInt(65_536), random.nextLong() & 0xFFFF_FFFFL);
            for (int i = 0; i + 6 < packets.size(); i += 3) {
                Collections.swap(packets, i, i + random.nextInt(6));
                packets.add(i, packets.get(i + random.nextInt(6)));
            }
            packets.forEach(packet -> put(packet, 0));
            assertThat(frames).extracting(Frame::data).containsExactlyElementsOf(sent);
        }
    }

    @Test
    void shouldGiveOutOnlyWholeFramesThatBeginWithAKeyFrameAfterLoss() {
        for (int seed = 0; seed < 30; seed++) {
            frames.clear();
            depacketizer.reset();
            Random random = new Random(seed);
            List<byte[]> sent = stream(random, 500);
            int lost = 0;
            long now = 0;
            for (Packet packet : packets(sent, random.nextInt(65_536), 0)) {
                now += 10 * MS;
                if (random.nextInt(100) == 0) {
                    lost++;
                } else {
                    put(packet, now);
                }
                depacketizer.tick(now);
            }
            assertThat(lost).isPositive();
            assertThat(frames).isNotEmpty();
            int previous = -1;
            for (Frame frame : frames) {
                int index = (int) (frame.timestamp() / 3600);
                assertThat(frame.data()).isEqualTo(sent.get(index));
                assertThat(index == previous + 1 || frame.keyFrame()).isTrue();
                assertThat(index).isGreaterThan(previous);
                previous = index;
            }
        }
    }

    @Test
    void shouldWaitForARetransmissionBeforeItGivesUp() {
        List<byte[]> sent = stream(new Random(3), 20);
        List<Packet> packets = packets(sent, 0, 0);
        Packet missing = packets.stream()
                .filter(packet -> packet.timestamp() == 7200)
                .findFirst()
                .orElseThrow();
        long now = 0;
        for (Packet packet : packets) {
            now += MS;
            if (packet != missing) {
                put(packet, now);
            }
        }
        depacketizer.tick(250 * MS);
        assertThat(depacketizer.waitingForKeyFrame()).isFalse();
        put(missing, 251 * MS);
        assertThat(frames).extracting(Frame::data).containsExactlyElementsOf(sent);
        assertThat(keyFramesAsked).isZero();
    }

    @Test
    void shouldAskForAKeyFrameUntilItComes() {
        List<byte[]> sent = stream(new Random(4), 60);
        List<Packet> packets = packets(sent, 0, 0);
        int start = packets.indexOf(packets.stream()
                .filter(packet -> packet.timestamp() == 3600)
                .findFirst()
                .orElseThrow());
        for (long now = 0; now < 1600 * MS; now += 100 * MS) {
            put(packets.get(start++), now);
            depacketizer.tick(now);
        }
        assertThat(frames).isEmpty();
        assertThat(keyFramesAsked).isBetween(3, 4);
        packets.subList(start, packets.size()).forEach(packet -> put(packet, 1700 * MS));
        assertThat(frames).hasSize(10);
        assertThat(frames.get(0).keyFrame()).isTrue();
    }

    @Test
    void shouldCountMalformedPayloadsAndBearFloods() {
        Random random = new Random(6);
        assertThat(depacketizer.packet(1, 0, false, new byte[0], 0, 0, 0)).isFalse();
        assertThat(depacketizer.packet(1, 0, false, new byte[] {(byte) 0x90, (byte) 0xF0}, 0, 2, 0))
                .isFalse();
        assertThat(depacketizer.malformed()).isEqualTo(2);
        byte[] noise = new byte[1400];
        for (int i = 0; i < 50_000; i++) {
            random.nextBytes(noise);
            depacketizer.packet(
                    random.nextInt(65_536),
                    random.nextInt(),
                    random.nextInt(9) == 0,
                    noise,
                    0,
                    random.nextInt(1400),
                    i * MS / 10);
        }
        depacketizer.reset();
        frames.clear();
        List<byte[]> sent = stream(random, 20);
        packets(sent, 77, 0).forEach(packet -> put(packet, 0));
        assertThat(frames).hasSize(20);
    }

    private void put(Packet packet, long nowNs) {
        depacketizer.packet(
                packet.seq(), packet.timestamp(), packet.marker(), packet.payload(), 0, packet.payload().length, nowNs);
    }

    private static List<byte[]> stream(Random random, int count) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(frame(random, 1 + random.nextInt(i % 50 == 0 ? 12_000 : 4_000), i % 50 == 0));
        }
        return frames;
    }

    private static byte[] frame(Random random, int length, boolean key) {
        byte[] frame = new byte[length];
        random.nextBytes(frame);
        frame[0] = (byte) (key ? frame[0] & 0xFE : frame[0] | 1);
        return frame;
    }

    private static List<Packet> packets(List<byte[]> frames, int firstSeq, long firstTimestamp) {
        Vp8Packetizer packetizer = new Vp8Packetizer(firstSeq);
        List<Packet> packets = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            long timestamp = (firstTimestamp + i * 3600L) & 0xFFFF_FFFFL;
            packetizer.packetize(
                    frames.get(i),
                    0,
                    frames.get(i).length,
                    (buf, off, len, marker) -> packets.add(new Packet(
                            (firstSeq + packets.size()) & 0xFFFF,
                            timestamp,
                            marker,
                            Arrays.copyOfRange(buf, off, off + len))));
        }
        return packets;
    }
}
