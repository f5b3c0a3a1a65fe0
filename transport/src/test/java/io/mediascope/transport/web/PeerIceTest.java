package io.mediascope.transport.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.routing.StunCredentials;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Which path carries, by hand-fed time. */
class PeerIceTest {
    private static final long MS = 1_000_000L;

    private final PeerIce ice = new PeerIce(new StunCredentials("ours", "a password of 22 chars"));
    private final PeerPath udp = new Named(false);
    private final PeerPath tcp = new Named(true);

    private record Named(boolean tcp) implements PeerPath {
        @Override
        public InetSocketAddress remote() {
            return InetSocketAddress.createUnresolved("peer", 1);
        }

        @Override
        public boolean send(ByteBuf payload, int segmentLength, int count) {
            return payload.release();
        }

        @Override
        public boolean behind() {
            return false;
        }

        @Override
        public void drop() {}
    }

    @Test
    void shouldTakeThePathForLeftOnlyWhenNothingComesByItAnyMore() {
        ice.proved(udp);
        ice.select(udp, 0);
        ice.heard(1_000 * MS);
        assertThat(ice.left(1_200 * MS)).isFalse();
        assertThat(ice.left(1_201 * MS)).isTrue();
        assertThat(ice.deaf(1_201 * MS)).isFalse();
        assertThat(ice.deaf(2_001 * MS)).isTrue();
    }

    @Test
    void shouldGiveAPathThatWasJustChosenItsTime() {
        ice.proved(udp);
        ice.select(udp, 0);
        ice.proved(tcp);
        assertThat(ice.select(tcp, 5_000 * MS)).isTrue();
        assertThat(ice.left(5_100 * MS)).isFalse();
        assertThat(ice.select(tcp, 5_200 * MS)).isFalse();
    }

    @Test
    void shouldGoOnByThePathThatWasProvedLastWhenTheChosenOneIsGone() {
        ice.proved(udp);
        ice.proved(tcp);
        ice.select(tcp, 0);
        assertThat(ice.remove(tcp)).isTrue();
        assertThat(ice.selected()).isSameAs(udp);
        assertThat(ice.remove(udp)).isTrue();
        assertThat(ice.selected()).isNull();
    }
}
