package io.mediascope.transport.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** A connection whose client does not read. */
class TcpPeerPathTest {
    private static final int PACKET_BYTES = 1_000;

    private final WebCounters counters = new WebCounters();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final TcpPeerPath path =
            new TcpPeerPath(channel, new InetSocketAddress("127.0.0.1", 9), 256 << 10, counters);

    private void readable(boolean reads) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, reads);
        channel.runPendingTasks();
    }

    private int fill() {
        int taken = 0;
        while (path.send(Unpooled.wrappedBuffer(new byte[PACKET_BYTES]), PACKET_BYTES, 1)) {
            taken++;
        }
        return taken;
    }

    @Test
    void shouldHoldABoundedAmountForASlowReader() {
        readable(false);
        assertThat(fill()).isBetween(64, 300);
        assertThat(path.behind()).isTrue();
        assertThat(counters.get(WebCounter.TCP_BEHIND)).isEqualTo(1);
    }

    @Test
    void shouldSendWhatWaitedWhenTheClientReadsAgain() {
        readable(false);
        int taken = fill();
        readable(true);
        while (channel.outboundMessages().size() < taken && path.behind()) {
            path.drain(); // as the channel asks for when it is writable again
        }
        path.drain();
        assertThat(channel.outboundMessages()).hasSize(taken);
        assertThat(path.behind()).isFalse();
        path.discard();
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldReleaseWhatWaitsWhenTheConnectionCloses() {
        readable(false);
        ByteBuf packet = Unpooled.buffer().writeZero(PACKET_BYTES);
        assertThat(path.send(packet, PACKET_BYTES, 1)).isTrue();
        path.discard();
        assertThat(packet.refCnt()).isZero();
        assertThat(path.send(Unpooled.buffer().writeZero(1), 1, 1)).isFalse();
    }
}
