package io.mediascope.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.transport.wire.v1.P2pReport;
import io.mediascope.transport.wire.v1.RefusalReason;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients against the real front door and the real relay. */
@Timeout(60)
class ScopeClientTest {
    @TempDir
    Path folder;

    private FakeNode node;

    @BeforeEach
    void start() throws Exception {
        node = new FakeNode(folder);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void shouldCarryAudioAndVideoOverUdp() {
        try (Guest ann = new Guest(node.descriptor("ann")).joined().publishing();
                Guest bob = new Guest(node.descriptor("bob")).joined()) {
            bob.awaitFrames("ann/mic", 50);
            bob.awaitFrames("ann/cam", 25);
            assertThat(bob.transports).containsEntry(MediaType.VIDEO, Transport.UDP_RELAY);
            assertThat(bob.gaps("ann/mic")).isZero();
            assertThat(bob.gaps("ann/cam")).isZero();
        }
    }

    @Test
    void shouldFallBackToTcpAndReturnToUdp() {
        try (Guest ann = new Guest(node.descriptor("ann")).joined().publishing();
                Guest bob = new Guest(node.descriptor("bob")).joined()) {
            bob.awaitFrames("ann/cam", 5);
            bob.network.setUdpBlocked(true);
            bob.awaitTransport(MediaType.VIDEO, Transport.TCP);
            bob.awaitTransport(MediaType.AUDIO, Transport.TCP);
            bob.awaitFrames("ann/mic", 20);
            bob.awaitFrames("ann/cam", 10);
            bob.network.setUdpBlocked(false);
            bob.awaitTransport(MediaType.VIDEO, Transport.UDP_RELAY);
            bob.awaitFrames("ann/cam", 10);
        }
    }

    @Test
    void shouldPublishOverTcpWhenUdpIsBlockedFromTheStart() {
        Guest blocked = new Guest(node.descriptor("ann"));
        blocked.network.setUdpBlocked(true);
        try (Guest ann = blocked.joined().publishing();
                Guest bob = new Guest(node.descriptor("bob").transportPolicy(TransportPolicy.UDP)).joined()) {
            ann.awaitTransport(MediaType.VIDEO, Transport.TCP);
            bob.awaitFrames("ann/cam", 10);
        }
    }

    @Test
    void shouldRepairLoss() {
        try (Guest ann = new Guest(node.descriptor("ann")).joined().publishing();
                Guest bob = new Guest(node.descriptor("bob")).joined()) {
            bob.awaitFrames("ann/cam", 5);
            ann.network.setOutgoingLoss(0.1);
            bob.network.setIncomingLoss(0.1);
            bob.awaitFrames("ann/cam", 75);
            assertThat(bob.gaps("ann/cam")).isLessThan(20);
            assertThat(bob.log).doesNotContain("VIDEO TCP");
        }
    }

    @Test
    void shouldResumeWithItsTicket() {
        try (Guest ann = new Guest(node.descriptor("ann")).joined().publishing();
                Guest bob = new Guest(node.descriptor("bob")).joined()) {
            bob.awaitFrames("ann/mic", 5);
            node.cutLink("ann");
            ann.awaitLog("lost true");
            ann.awaitLog("reconnected true");
            bob.awaitLog("replaced ann/cam");
            bob.awaitFrames("ann/mic", 10);
            bob.awaitFrames("ann/cam", 10);
        }
    }

    @Test
    void shouldJoinAfreshWhenTheTicketIsInvalid() {
        try (Guest ann = new Guest(node.descriptor("ann")).joined()) {
            node.refusals.add(RefusalReason.TICKET_INVALID);
            node.cutLink("ann");
            ann.awaitLog("reconnected false");
        }
    }

    @Test
    void shouldTellTheReasonOfARefusal() {
        node.refusals.add(RefusalReason.SCOPE_FULL);
        Guest ann = new Guest(node.descriptor("ann"));
        assertThatThrownBy(ann::joined).hasCauseInstanceOf(ScopeException.class);
        ann.awaitLog("disconnected");
        assertThat(ann.log).contains("error SCOPE_FULL");
    }

    @Test
    void shouldRefuseAnotherCertificate() {
        Guest ann = new Guest(node.descriptor("ann").trust(Trust.fingerprint("00".repeat(32))));
        ann.awaitLog("disconnected");
        assertThat(ann.log).contains("error TLS_UNTRUSTED");
    }

    @Test
    void shouldSendMessages() {
        try (Guest ann = new Guest(node.descriptor("ann")).joined();
                Guest bob = new Guest(node.descriptor("bob")).joined()) {
            bob.connection
                    .sendMessage(null, "chat", new byte[10])
                    .toCompletableFuture()
                    .join();
            ann.awaitLog("message bob chat");
        }
    }

    @Test
    void shouldGoFromResolverToResolver() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer resolver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        resolver.createContext("/resolve", exchange -> {
            int status = asked.incrementAndGet() < 3 ? 503 : 200;
            byte[] body = ("127.0.0.1:" + node.port()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        resolver.start();
        String url = "http://127.0.0.1:" + resolver.getAddress().getPort();
        ScopeDescriptor direct = node.descriptor("ann").build();
        try (Guest ann = new Guest(ScopeDescriptor.builder("app", "scope")
                        .resolvers(url, url)
                        .token("ann")
                        .trust(direct.trust()))
                .joined()) {
            assertThat(asked).hasValue(3);
        } finally {
            resolver.stop(0);
        }
    }

    @Test
    void shouldGoPeerToPeerAndBack() {
        try (Guest ann = new Guest(node.descriptor("ann")).joined().publishing();
                Guest bob = new Guest(node.descriptor("bob")).joined().publishing()) {
            bob.awaitFrames("ann/cam", 5);
            node.startP2p("ann", "bob");
            awaitReports(P2pReport.ReportCase.ESTABLISHED, 2);
            node.switchToPeer();
            ann.awaitTransport(MediaType.VIDEO, Transport.UDP_P2P);
            bob.awaitFrames("ann/cam", 30);
            node.stopP2p(true);
            awaitReports(P2pReport.ReportCase.RELAY_CARRIES, 2);
            bob.awaitFrames("ann/cam", 10);
            ann.awaitTransport(MediaType.VIDEO, Transport.UDP_RELAY);
            assertThat(bob.gaps("ann/cam")).isZero();
            assertThat(bob.gaps("ann/mic")).isZero();
        }
    }

    @Test
    void shouldTakeTheRelayWhenThePeerIsSilent() {
        try (Guest ann = new Guest(node.descriptor("ann")).joined().publishing();
                Guest bob = new Guest(node.descriptor("bob")).joined().publishing()) {
            bob.awaitFrames("ann/cam", 5);
            node.startP2p("ann", "bob");
            awaitReports(P2pReport.ReportCase.ESTABLISHED, 2);
            node.switchToPeer();
            bob.awaitTransport(MediaType.VIDEO, Transport.UDP_P2P);
            bob.awaitFrames("ann/cam", 10);
            ann.network.setDirectBlocked(true);
            awaitReports(P2pReport.ReportCase.FAILED, 2);
            bob.awaitTransport(MediaType.VIDEO, Transport.UDP_RELAY);
            bob.awaitFrames("ann/cam", 10);
        }
    }

    private void awaitReports(P2pReport.ReportCase kind, int count) {
        await(kind + " from " + count)
                .atMost(Duration.ofSeconds(10))
                .until(() -> node.reports.stream()
                                .filter(r -> r.getReportCase() == kind)
                                .count()
                        >= count);
    }
}
