package io.mediascope.cluster.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThatThrownBy(() -> NodeSettings.load(Map.of("mediascope.profile", "cluster")))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("mediascope.profile");
        assertThatThrownBy(() -> NodeSettings.load(Map.of("mediascope.link.certificate", "/none.pem")))
                .isInstanceOf(NodeStartException.class);
    }

    @Test
    void shouldSayThatAFileIsMissing() {
        assertThatThrownBy(() -> NodeSettings.load(Optional.of(folder.resolve("none.conf")), Map.of()))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("none.conf");
    }
}
