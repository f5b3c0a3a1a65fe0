package io.mediascope.transport.web;

import static org.awaitility.Awaitility.await;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mediascope.transport.relay.PeerNode;
import io.mediascope.transport.web.client.LightWire;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Any bytes may reach a DTLS association, before, during and after its handshake. */
class DtlsRecordsFuzzTest {
    private static final WebSettings IMPATIENT = WebSettings.defaults()
            .withTimes(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(20));

    private static PeerNode node;
    private static PeerClient client;
    private static LightWire wire;

    @BeforeAll
    static void start() {
        node = new PeerNode(WebSettings.defaults(), "127.0.0.1");
        client = new PeerClient(node.open()).connect(node);
        wire = client.light.wire();
    }

    @AfterAll
    static void stop() {
        client.close();
        node.close();
    }

    /** The look at the outside stays within the datagram; an established association outlives all of it. */
    @FuzzTest
    void shouldOutliveAnyBytes(byte[] bytes) throws IOException {
        DtlsRecords.areSane(bytes, bytes.length);
        if (bytes.length > 0 && bytes.length <= 1_400) {
            wire.send(bytes, 0, bytes.length);
        }
        if (client.peer.heard.contains("closed")) {
            throw new AssertionError("the association ended: " + client.peer.heard);
        }
    }

    /** A handshake that begins with these bytes fails or waits; it never throws anything else. */
    @FuzzTest
    void shouldBeginWithAnyBytes(byte[] bytes) {
        WebCounters counters = new WebCounters();
        AtomicInteger told = new AtomicInteger();
        try (DtlsEngine engine = new BouncyCastleDtls(PeerClient.IDENTITY, IMPATIENT, counters)) {
            DtlsEngine.Association association = engine.accept(List.of(), new DtlsEngine.Listener() {
                @Override
                public void send(byte[] out, int offset, int length) {}

                @Override
                public void established(SrtpKeys keys) {
                    throw new AssertionError("keys out of nothing");
                }

                @Override
                public void failed(String reason) {
                    told.incrementAndGet();
                }

                @Override
                public void closed() {
                    told.incrementAndGet();
                }
            });
            association.received(bytes, Math.min(bytes.length, 1_500));
            await().until(() -> told.get() > 0 || counters.get(WebCounter.DTLS_STRAY) > 0);
        }
        if (told.get() + counters.get(WebCounter.DTLS_STRAY) != 1) {
            throw new AssertionError("told more than once");
        }
    }
}
