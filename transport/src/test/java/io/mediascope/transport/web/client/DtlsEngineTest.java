package io.mediascope.transport.web.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.srtp.SrtpProfile;
import io.mediascope.media.webrtc.DtlsFingerprint;
import io.mediascope.transport.web.BouncyCastleDtls;
import io.mediascope.transport.web.DtlsEngine;
import io.mediascope.transport.web.DtlsIdentity;
import io.mediascope.transport.web.SrtpKeys;
import io.mediascope.transport.web.WebCounter;
import io.mediascope.transport.web.WebCounters;
import io.mediascope.transport.web.WebSettings;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The DTLS engine against a client, datagram by datagram. */
class DtlsEngineTest {
    private final WebCounters counters = new WebCounters();
    private final DtlsIdentity identity = DtlsIdentity.create();
    private final DtlsEngine engine = new BouncyCastleDtls(DtlsIdentity.create(), WebSettings.defaults(), counters);
    private final List<byte[]> fromClient = new CopyOnWriteArrayList<>();
    private final AtomicInteger fromNode = new AtomicInteger();
    private final List<String> ends = new CopyOnWriteArrayList<>();
    private final CompletableFuture<SrtpKeys> nodeKeys = new CompletableFuture<>();
    private LightDtls client;
    private DtlsEngine.Association association;

    @AfterEach
    void close() {
        client.stop();
        engine.close();
    }

    /** @param loses which of the node's datagrams do not arrive */
    private SrtpKeys shakeHands(List<DtlsFingerprint> announced, Predicate<byte[]> loses) {
        association = engine.accept(announced, new DtlsEngine.Listener() {
            @Override
            public void send(byte[] bytes, int offset, int length) {
                byte[] datagram = Arrays.copyOfRange(bytes, offset, offset + length);
                fromNode.incrementAndGet();
                if (!loses.test(datagram)) {
                    client.received(datagram);
                }
            }

            @Override
            public void established(SrtpKeys keys) {
                nodeKeys.complete(keys);
            }

            @Override
            public void failed(String reason) {
                ends.add(reason);
            }

            @Override
            public void closed() {
                ends.add("closed");
            }
        });
        client = new LightDtls(
                identity,
                engine.fingerprint(),
                List.of(SrtpProfile.AES_CM_128_HMAC_SHA1_80, SrtpProfile.AEAD_AES_128_GCM),
                0,
                1200,
                (bytes, offset, length) -> {
                    byte[] datagram = Arrays.copyOfRange(bytes, offset, offset + length);
                    fromClient.add(datagram);
                    association.received(datagram, length);
                });
        return client.start("dtls-test").orTimeout(10, TimeUnit.SECONDS).join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-256", "SHA-384", "SHA-512"})
    void shouldTakeAnyOfTheAnnouncedFingerprints(String algorithm) throws Exception {
        byte[] digest = MessageDigest.getInstance(algorithm).digest(identity.certificate());
        List<DtlsFingerprint> announced = List.of(
                DtlsFingerprint.of("md5", new byte[16]),
                DtlsFingerprint.of("sha-256", new byte[32]),
                DtlsFingerprint.of(algorithm, digest));
        SrtpKeys keys = shakeHands(announced, datagram -> false);
        SrtpKeys ours = nodeKeys.orTimeout(5, TimeUnit.SECONDS).join();
        assertThat(ours).isEqualTo(keys);
        assertThat(ours.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
    }

    @Test
    void shouldGetThroughLostDatagrams() {
        shakeHands(List.of(identity.fingerprint()), datagram -> fromNode.get() <= 2);
        nodeKeys.orTimeout(5, TimeUnit.SECONDS).join();
    }

    /** The node is done, and the client never heard it say so: its repeated flight must be answered. */
    @Test
    void shouldAnswerARepeatedFlightAfterTheHandshake() {
        shakeHands(List.of(identity.fingerprint()), datagram -> isLastFlight(datagram) && !nodeKeys.isDone());
        assertThat(nodeKeys).isDone();
        assertThat(ends).isEmpty();
    }

    /** ChangeCipherSpec, or a record of the epoch behind it. */
    private static boolean isLastFlight(byte[] datagram) {
        return datagram[0] == 20 || datagram[4] == 1;
    }

    @Test
    void shouldCountReplays() {
        shakeHands(List.of(identity.fingerprint()), datagram -> false);
        nodeKeys.orTimeout(5, TimeUnit.SECONDS).join();
        for (byte[] datagram : fromClient) {
            long before = counters.get(WebCounter.DTLS_STRAY);
            association.received(datagram, datagram.length);
            await().until(() -> counters.get(WebCounter.DTLS_STRAY) > before);
        }
        assertThat(ends).isEmpty();
    }

    @Test
    void shouldTellTheClientGoodbye() {
        shakeHands(List.of(identity.fingerprint()), datagram -> false);
        nodeKeys.orTimeout(5, TimeUnit.SECONDS).join();
        int before = fromNode.get();
        association.close();
        await().until(() -> fromNode.get() > before);
        assertThat(ends).isEmpty();
    }
}
