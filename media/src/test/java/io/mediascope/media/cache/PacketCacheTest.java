package io.mediascope.media.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacketCacheTest {
    private static final long MS = 1_000_000;
    private final List<ByteBuf> made = new ArrayList<>();

    @AfterEach
    void everyReferenceMustBeReleased() {
        assertThat(made).allMatch(buf -> buf.refCnt() == 0);
    }

    @Test
    void shouldGiveBackWhatWasPutUntilItIsTooOld() {
        PacketCache cache = new PacketCache(512, 1 << 20, 1000 * MS);
        assertThat(cache.put(65535, packet(100), 0)).isTrue();
        assertThat(cache.put(0, packet(50), 1)).isTrue();

        assertThat(cache.get(65535, 1000 * MS)).isNotNull();
        assertThat(cache.get(1, 1000 * MS)).isNull();
        assertThat(cache.get(65535, 1000 * MS + 1)).isNull();
        assertThat(cache.get(0, 1000 * MS + 1)).isNotNull();
        assertThat(cache.packets()).isEqualTo(1);
        assertThat(cache.bytes()).isEqualTo(50);
        cache.close();
    }

    @Test
    void shouldEvictTheOldestWhenBytesRunOut() {
        PacketCache cache = new PacketCache(512, 1000, 1000 * MS);
        for (int seq = 0; seq < 20; seq++) {
            cache.put(seq, packet(100), seq);
        }
        assertThat(cache.packets()).isEqualTo(10);
        assertThat(cache.get(9, 20)).isNull();
        assertThat(cache.get(10, 20)).isNotNull();
        assertThat(cache.put(20, packet(1001), 20)).isFalse();
        cache.close();
    }

    @Test
    void shouldRefuseDuplicatesStragglersAndEverythingOnceClosed() {
        PacketCache cache = new PacketCache(16, 1 << 20, 1000 * MS);
        assertThat(cache.put(20, packet(10), 0)).isTrue();
        assertThat(cache.put(20, packet(10), 0)).isFalse();
        assertThat(cache.put(4, packet(10), 0)).isFalse();
        assertThat(cache.put(36, packet(10), 0)).isTrue();
        assertThat(cache.get(20, 0)).isNull();
        cache.close();
        assertThat(cache.put(37, packet(10), 0)).isFalse();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void shouldStayWithinItsBoundsAndLeakNothingWhateverComes() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            PacketCache cache = new PacketCache(64, 5000, 100 * MS);
            int seq = random.nextInt(65536);
            long now = 0;
            for (int i = 0; i < 2000; i++) {
                seq = (seq + random.nextInt(5) - (random.nextInt(4) == 0 ? 6 : 0)) & 0xFFFF;
                now += random.nextInt((int) (5 * MS));
                ByteBuf packet = packet(1 + random.nextInt(300));
                boolean kept = cache.put(seq, packet, now);
                assertThat(packet.refCnt()).isEqualTo(kept ? 1 : 0);
                assertThat(cache.get(seq, now) == packet).isEqualTo(kept);
                assertThat(cache.bytes()).isBetween(0L, 5000L);
                assertThat(cache.packets()).isBetween(0, 64);
                long held = made.stream().filter(buf -> buf.refCnt() > 0).count();
                assertThat(cache.packets()).isEqualTo((int) held);
                made.removeIf(buf -> buf.refCnt() == 0);
            }
            cache.close();
        }
    }

    @Test
    void shouldCountRightWhenAReaderMovesTheIndices() {
        PacketCache cache = new PacketCache(16, 200, MS);
        for (int seq = 0; seq < 10; seq++) {
            assertThat(cache.put(seq, packet(100), 0)).isTrue();
            ByteBuf kept = cache.get(seq, 0);
            assertThat(kept).isNotNull();
            kept.skipBytes(60);
        }
        assertThat(cache.bytes()).isEqualTo(200);
        cache.close();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void shouldReleaseOneReferenceOfASliceOnly() {
        ByteBuf batch = PooledByteBufAllocator.DEFAULT.directBuffer(300).writeZero(300);
        made.add(batch);
        PacketCache cache = new PacketCache(16, 1 << 20, MS);
        cache.put(1, batch.retainedSlice(0, 100), 0);
        cache.put(2, batch.retainedSlice(100, 100), 0);
        batch.release();
        assertThat(batch.refCnt()).isEqualTo(2);
        cache.expire(2 * MS);
        assertThat(batch.refCnt()).isZero();
    }

    private ByteBuf packet(int length) {
        ByteBuf packet = Unpooled.buffer(length).writeZero(length);
        made.add(packet);
        return packet;
    }

    @Test
    void shouldKeepAllCachesTogetherWithinTheirBudget() {
        CacheBudget budget = new CacheBudget(250);
        PacketCache one = new PacketCache(16, 1000, 1000 * MS, budget);
        PacketCache other = new PacketCache(16, 1000, 1000 * MS, budget);
        assertThat(one.put(1, Unpooled.buffer(100).writeZero(100), 0)).isTrue();
        assertThat(other.put(1, Unpooled.buffer(100).writeZero(100), 0)).isTrue();
        assertThat(other.put(2, Unpooled.buffer(100).writeZero(100), 0)).isFalse();

        one.close();
        assertThat(other.put(2, Unpooled.buffer(100).writeZero(100), 0)).isTrue();
        other.close();
        assertThat(budget.usedBytes()).isZero();
    }
}
