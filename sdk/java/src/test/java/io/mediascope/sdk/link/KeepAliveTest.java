package io.mediascope.sdk.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
    private static final long LONG_MS = 60_000;

    private final EventLoop loop = new DefaultEventLoop();
    private final AtomicInteger pings = new AtomicInteger();
    private final AtomicInteger silences = new AtomicInteger();

    @AfterEach
    void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void shouldGiveUpANodeThatDoesNotAnswerAProbe() {
        KeepAlive link = new KeepAlive(loop, pings::incrementAndGet, silences::incrementAndGet);
        loop.execute(() -> {
            link.start(LONG_MS, LONG_MS);
            link.probe(50);
            link.probe(50);
        });
        await().until(() -> silences.get() == 1);
        assertThat(pings).as("asked once for both").hasValue(1);
    }

    @Test
    void shouldKeepANodeThatAnswersAProbe() {
        KeepAlive[] link = new KeepAlive[1];
        link[0] = new KeepAlive(
                loop,
                () -> {
                    pings.incrementAndGet();
                    loop.execute(() -> link[0].arrived());
                },
                silences::incrementAndGet);
        loop.execute(() -> {
            link[0].start(LONG_MS, LONG_MS);
            link[0].probe(50);
            // The second one is asked when the first has been answered.
            loop.schedule(() -> link[0].probe(50), 100, TimeUnit.MILLISECONDS);
        });
        await().until(() -> pings.get() == 2);
        assertThat(silences).hasValue(0);
    }
}
