package io.mediascope.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.google.protobuf.ByteString;
import io.mediascope.cluster.credentials.ApiKey;
import io.mediascope.cluster.credentials.TokenOrder;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.Codec;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.LayerName;
import io.mediascope.transport.wire.v1.LayerOffer;
import io.mediascope.transport.wire.v1.TrackKind;
import io.mediascope.transport.wire.v1.TrackOffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What nobody else may read: files of the node, and secrets in its log. */
class SecretsTest {
    @TempDir
    Path folder;

    private final Queue<String> logged = new ConcurrentLinkedQueue<>();

    @Test
    void shouldLogNoSecretOfAJoinHoweverMuchIsLogged() {
        Logger root = (Logger) LoggerFactory.getLogger("io.mediascope");
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                logged.add(
                        event.getFormattedMessage() + " " + event.getKeyValuePairs() + " " + event.getMDCPropertyMap());
            }
        };
        appender.start();
        root.addAppender(appender);
        root.setAdditive(false);
        root.setLevel(Level.DEBUG);
        try (MediascopeNode node = TestNodes.start(folder.resolve("data"))) {
            ApiKey key = node.firstApplication().orElseThrow().key();
            ScopeKey scope = new ScopeKey(key.applicationId(), "room");
            String token = node.tokens().issue(TokenOrder.of(scope, "alice", Duration.ofMinutes(1)));
            try (TestLink alice = TestLink.open(node)) {
                alice.send(publishing(scope, token));
                AuthResponse welcome = alice.await(Envelope::hasAuthResponse).getAuthResponse();
                await().untilAsserted(() -> assertThat(logged)
                        .anyMatch(line -> line.startsWith("Joined")
                                && line.contains("userId=alice")
                                && line.contains("scopeId=room")
                                && line.contains("applicationId=" + scope.applicationId())));
                assertThat(String.join("\n", logged))
                        .doesNotContain(
                                List.of(key.secret(), token, welcome.getStun().getPassword()))
                        .doesNotContain(spelled(welcome));
            }
        } finally {
            root.detachAppender(appender);
            root.setAdditive(true);
            root.setLevel(null);
        }
    }

    private static Envelope publishing(ScopeKey scope, String token) {
        Envelope.Builder first = TestLink.auth(scope.applicationId(), "room", token).toBuilder();
        first.getAuthRequestBuilder()
                .addTracks(TrackOffer.newBuilder()
                        .setTrackId("mic")
                        .setKind(TrackKind.TRACK_KIND_AUDIO)
                        .setCodec(Codec.CODEC_OPUS)
                        .addLayers(LayerOffer.newBuilder().setLayer(LayerName.LAYER_NAME_HIGH)));
        return first.build();
    }

    /** Tickets and SRTP keys in every form in which a log could hold bytes. */
    private static List<String> spelled(AuthResponse welcome) {
        List<ByteString> secrets = new ArrayList<>(List.of(
                welcome.getResumeTicket(),
                welcome.getMediaTicket(),
                welcome.getRtcp().getClientToNode().getMasterKey(),
                welcome.getRtcp().getNodeToClient().getMasterKey()));
        welcome.getOwnTracks(0).getLayers(0).getKeysList().forEach(k -> secrets.add(k.getMasterKey()));
        List<String> forms = new ArrayList<>();
        for (ByteString secret : secrets) {
            byte[] bytes = secret.toByteArray();
            assertThat(bytes.length).isGreaterThanOrEqualTo(16);
            forms.add(HexFormat.of().formatHex(bytes));
            forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
            forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
            forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            forms.add(Arrays.toString(bytes));
        }
        return forms;
    }

    @Test
    void shouldKeepItsFilesFromOthers() throws IOException {
        Path data = folder.resolve("closed");
        TestNodes.start(data).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(data)) {
            assertThat(files.filter(file -> !file.toString().endsWith("certificate.pem"))
                            .map(SecretsTest::permissions))
                    .containsOnly("rw-------");
        }
    }

    @Test
    void shouldShowRefusalsAndTheProcessAsMetrics() {
        try (MediascopeNode node = TestNodes.start(folder.resolve("metrics"));
                TestLink alice = TestLink.join(node, "app-none", "room", "nonsense")) {
            alice.await(Envelope::hasRefusal);
            assertThat(node.metrics())
                    .contains("mediascope_node_refusals_total{reason=\"TOKEN_MALFORMED\"} 1\n")
                    .contains("# TYPE mediascope_node_admitted_joins_total counter")
                    .contains("# TYPE mediascope_jvm_heap_used_bytes gauge")
                    .contains("# HELP mediascope_node_start_time_seconds ");
            assertThat(node.metrics().lines().filter(line -> !line.startsWith("#")))
                    .allMatch(line -> line.matches("mediascope_[a-z0-9_]+(\\{[a-z]+=\"[A-Z_0-9]+\"\\})? [0-9.E-]+"));
        }
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
