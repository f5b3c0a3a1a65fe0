package io.mediascope.cluster.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediascope.transport.door.HalfOpenLimits;
import io.mediascope.transport.http.HttpLimits;
import io.mediascope.transport.relay.RelayEngineSettings;
import io.mediascope.transport.web.WebSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeSettingsTest {
    @TempDir
    Path folder;

    @Test
    void shouldHaveTheDocumentedDefaults() {
        NodeSettings settings = NodeSettings.load(Map.of());

        assertThat(settings.http().port()).isEqualTo(7080);
        assertThat(settings.link().port()).isEqualTo(7443);
        assertThat(settings.udp().audioPort()).isEqualTo(7100);
        assertThat(settings.udp().videoPort()).isEqualTo(7200);
        assertThat(settings.udp().muxPort()).isEqualTo(7300);
        assertThat(settings.udp().loops()).isBetween(1, 4);
        assertThat(settings.tokens().clockSkew()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldTakeOverridesBeforeTheFile() throws Exception {
        Path file = Files.writeString(
                folder.resolve("node.conf"), "mediascope { link.port = 9000, http.port = 9001, data-dir = \"/x\" }");

        NodeSettings settings = NodeSettings.load(Optional.of(file), Map.of("mediascope.link.port", "0"));

        assertThat(settings.link().port()).isZero();
        assertThat(settings.http().port()).isEqualTo(9001);
        assertThat(settings.dataDir()).isEqualTo(Path.of("/x"));
    }

    @Test
    void shouldTakeAListThatAVariableMayReplace() throws Exception {
        Path file = folder.resolve("lists.conf");
        Files.writeString(
                file,
                """
                mediascope.udp.bind-addresses = ["127.0.0.9"]
                mediascope.udp.bind-addresses = ${?MEDIASCOPE_NO_SUCH_VARIABLE}
                mediascope.link.advertised-host = "a.example"
                mediascope.link.advertised-host = ${?MEDIASCOPE_NO_SUCH_VARIABLE}
                """);
        NodeSettings settings = NodeSettings.load(Optional.of(file), Map.of());
        assertThat(settings.udp().bindAddresses()).containsExactly("127.0.0.9");
        assertThat(settings.link().advertisedHost()).isEqualTo("a.example");
    }

    @Test
    void shouldNameAnUnknownKeyAndTheNearestOne() throws Exception {
        Path file = Files.writeString(folder.resolve("node.conf"), "mediascope.link.prot = 9000");

        assertThatThrownBy(() -> NodeSettings.load(Optional.of(file), Map.of()))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("mediascope.link.prot")
                .hasMessageContaining("did you mean 'mediascope.link.port'")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> NodeSettings.load(Map.of("mediascope.udp.audioport", "1")))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("mediascope.udp.audio-port");
    }

    @Test
    void shouldKnowTheKeysOfTheScopes() {
        assertThat(NodeSettings.load(Map.of("mediascope.scope.resume-window", "5 s"))
                        .config()
                        .getDuration("mediascope.scope.resume-window"))
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldSayWhichValueIsWrong() {
        assertThatThrownBy(() -> NodeSettings.load(Map.of("mediascope.link.port", "70000")))
                .isInstanceOf(NodeStartException.class)
                .hasMessage("mediascope.link.port is 70000; it must be 0 (any free port) to 65535");
        assertThatThrownBy(() -> NodeSettings.load(Map.of("mediascope.link.port", "https")))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("link.port");
        assertThatThrownBy(() -> NodeSettings.load(Map.of("mediascope.scope.resume-window", "soon")))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("mediascope.scope.resume-window")
                .hasMessageContaining("soon");
        assertThatThrownBy(() -> NodeSettings.load(Map.of("mediascope.scope.peer-to-peer.settle-time", "-1 s")))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("mediascope.scope.peer-to-peer.settle-time");
        assertThatThrownBy(() -> NodeSettings.load(Map.of("mediascope.profile", "large")))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("mediascope.profile");
        assertThatThrownBy(() -> NodeSettings.load(Map.of("mediascope.link.certificate", "/none.pem")))
                .isInstanceOf(NodeStartException.class);
    }

    @Test
    void shouldHaveTheLimitsThatTheTransportDocuments() {
        NodeSettings settings = NodeSettings.load(Map.of());
        assertThat(settings.web()).isEqualTo(WebSettings.defaults());
        assertThat(settings.http().limits()).isEqualTo(HttpLimits.defaults());
        assertThat(settings.link().halfOpen()).isEqualTo(HalfOpenLimits.defaults());
        assertThat(settings.udp().openBindingsPerSecond())
                .isEqualTo(RelayEngineSettings.DEFAULT_OPEN_BINDINGS_PER_SECOND);
    }

    @ParameterizedTest
    @CsvSource({
        "mediascope.web.silent-after, 30 s, must be less than mediascope.web.consent-timeout",
        "mediascope.web.silent-after, 0 s, must be at least 100 ms",
        "mediascope.web.consent-timeout, 1 h, must be at most 300000 ms",
        "mediascope.web.connect-timeout, -1 s, must be at least 100 ms",
        "mediascope.web.handshake-timeout, 6 minutes, must be at most 300000 ms",
        "mediascope.web.handshake-timeout, soon, soon",
        "mediascope.web.handshake-threads, 0, must be 1 to 1024",
        "mediascope.web.handshake-threads, 5000, must be 1 to 1024",
        "mediascope.web.handshake-queue, 0, must be 1 to 1000000",
        "mediascope.web.max-ssrcs, 1, must be 8 to 65536",
        "mediascope.web.tcp-queue-frames, 1, must be 64 to 1048576",
        "mediascope.web.tcp-pending, 1 KiB, must be at least 16384",
        "mediascope.http.header-timeout, 0 s, must be at least 100 ms",
        "mediascope.http.body-timeout, 1 ms, must be at least 100 ms",
        "mediascope.http.idle-timeout, 1 ms, must be at least 100 ms",
        "mediascope.http.max-connections, 0, must be at least 1",
        "mediascope.link.half-open.max, 0, must be at least 1",
        "mediascope.link.half-open.max-per-source, 0, must be at least 1",
        "mediascope.link.half-open.max-tls, 0, must be at least 1",
        "mediascope.link.half-open.accepts-per-second-per-source, -1, must be at least 0",
        "mediascope.udp.open-bindings-per-second, -1, must be at least 0",
    })
    void shouldRefuseLimitsThatCannotWork(String key, String value, String expected) {
        assertThatThrownBy(() -> NodeSettings.load(Map.of(key, value)))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldSayThatAFileIsMissing() {
        assertThatThrownBy(() -> NodeSettings.load(Optional.of(folder.resolve("none.conf")), Map.of()))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("none.conf");
    }
}
