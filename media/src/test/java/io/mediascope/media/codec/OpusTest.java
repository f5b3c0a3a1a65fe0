package io.mediascope.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpusTest {
    private static final long MS = 1_000_000;
    private final List<Long> timestamps = new ArrayList<>();
    private int lost;
    private final OpusDepacketizer depacketizer = new OpusDepacketizer(new OpusDepacketizer.Listener() {
        @Override
        public void frame(byte[] packet, long rtpTimestamp) {
            timestamps.add(rtpTimestamp);
        }

        @Override
        public void lost(int packets) {
            lost += packets;
        }
    });

    @Test
    void shouldReadDurationsFromTheFirstByte() {
        assertThat(samples(0x00)).isEqualTo(480);
        assertThat(samples(0x18)).isEqualTo(2880);
        assertThat(samples(0x60)).isEqualTo(480);
        assertThat(samples(0x68)).isEqualTo(960);
        assertThat(samples(0x80)).isEqualTo(120);
        assertThat(samples(0xF8)).isEqualTo(960);
        assertThat(samples(0xF9)).isEqualTo(1920);
        assertThat(samples(0xFB, 6)).isEqualTo(5760);
        assertThat(samples(0xFB, 7)).isEqualTo(-1);
        assertThat(samples(0xFB, 0)).isEqualTo(-1);
        assertThat(samples(0xFB)).isEqualTo(-1);
        assertThat(samples()).isEqualTo(-1);
    }

    @Test
    void shouldMarkTheBeginningOfATalkSpurtOnly() {
        OpusPacketizer packetizer = new OpusPacketizer();
        List<Boolean> markers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            packetizer.packetize(packet(), 0, 2, (buf, off, len, marker) -> markers.add(marker));
            if (i == 1) {
                packetizer.silence();
            }
        }
        assertThat(markers).containsExactly(true, false, true, false);
    }

    @Test
    void shouldPassOverAGapAfterAWhile() {
        put(65_535, 0, 0);
        put(1, 1920, 20 * MS);
        assertThat(timestamps).containsExactly(0L);
        depacketizer.tick(79 * MS);
        assertThat(lost).isZero();
        depacketizer.tick(80 * MS);
        assertThat(timestamps).containsExactly(0L, 1920L);
        assertThat(lost).isEqualTo(1);
        assertThat(put(0, 960, 81 * MS)).isFalse();
        assertThat(depacketizer.late()).isEqualTo(1);
    }

    @Test
    void shouldKeepOrderAndAccountForEveryPacket() {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            timestamps.clear();
            lost = 0;
            depacketizer.reset();
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < 3000; i++) {
                if (i == 0 || i == 2999 || random.nextInt(10) > 0) {
                    order.add(i);
                }
            }
            int sent = order.size();
            for (int i = 1; i + 4 < order.size(); i += 5) {
                Collections.swap(order, i, i + random.nextInt(3));
            }
            int first = random.nextInt(65_536);
            for (int at = 0; at < sent; at++) {
                put(
                        (first + order.get(at)) & 0xFFFF,
                        (0xFFFF_F000L + order.get(at) * 960L) & 0xFFFF_FFFFL,
                        at * 20L * MS);
            }
            depacketizer.reset();
            assertThat(timestamps).isSorted().doesNotHaveDuplicates().hasSize(sent);
            assertThat(lost).isEqualTo(3000 - sent);
        }
    }

    @Test
    void shouldSurviveAnyJump() {
        Random random = new Random(9);
        for (int i = 0; i < 100_000; i++) {
            put(random.nextInt(65_536), random.nextInt() & 0xFFFF_FFFFL, i * MS);
        }
        assertThat(depacketizer.malformed()).isZero();
    }

    private boolean put(int seq, long timestamp, long nowNs) {
        return depacketizer.packet(seq, timestamp, packet(), 0, 2, nowNs);
    }

    private static byte[] packet() {
        return new byte[] {(byte) 0xF8, 1};
    }

    private static int samples(int... bytes) {
        byte[] packet = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            packet[i] = (byte) bytes[i];
        }
        return OpusPacket.samples(packet, 0, packet.length);
    }
}
