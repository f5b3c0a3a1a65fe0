package io.mediascope.transport.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mediascope.transport.tls.TlsTrust;
import io.mediascope.transport.wire.WireProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HexFormat;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontDoorTlsTest {
    private static final String BINDING = "001400010000" + "2112a442" + "000102030405060708090a0b";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldServeLinksOverTlsVersion(String version) throws IOException {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {version});
        try (DoorFixture door = new DoorFixture(folder, DoorFixture.FAST);
                TestClient client =
                        TestClient.connect(door.door.port(), door.trust, parameters, WireProtocol.ALPN_LINK)) {
            client.send(DoorFixture.authRequest());
            assertThat(client.next().hasAuthResponse()).isTrue();
            assertThat(client.socket.getSession().getProtocol()).isEqualTo(version);
            assertThat(client.socket.getApplicationProtocol()).isEqualTo(WireProtocol.ALPN_LINK);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"})
    void shouldRefuseWeakCipher(String suite) {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.2"});
        parameters.setCipherSuites(new String[] {suite});
        try (DoorFixture door = new DoorFixture(folder, DoorFixture.FAST)) {
            assertThatThrownBy(
                            () -> TestClient.connect(door.door.port(), door.trust, parameters, WireProtocol.ALPN_LINK))
                    .isInstanceOf(IOException.class);
            await().until(() -> door.count(DoorCounter.TLS_FAILED) == 1);
            assertThat(door.handlers.links).isEmpty();
        }
    }

    @Test
    void shouldRefuseWrongPin() {
        String wrong = "00".repeat(32);
        try (DoorFixture door = new DoorFixture(folder, DoorFixture.FAST)) {
            assertThatThrownBy(
                            () -> TestClient.connect(door.door.port(), TlsTrust.pinned(wrong), WireProtocol.ALPN_LINK))
                    .hasMessageContaining("is not the pinned one");
            assertThatThrownBy(() -> TestClient.connect(door.door.port(), TlsTrust.system(), WireProtocol.ALPN_LINK))
                    .isInstanceOf(IOException.class);
            await().until(() -> door.count(DoorCounter.HALF_OPEN) == 0);
        }
    }

    @Test
    void shouldRefuseUnknownAndMissingAlpn() throws IOException {
        try (DoorFixture door = new DoorFixture(folder, DoorFixture.FAST)) {
            assertThatThrownBy(() -> TestClient.connect(door.door.port(), door.trust, "spdy/3"))
                    .isInstanceOf(IOException.class);
            try (TestClient without = TestClient.connect(door.door.port(), door.trust)) {
                assertThat(without.in.read()).isEqualTo(-1);
            }
            assertThat(door.count(DoorCounter.ALPN_MISSING)).isEqualTo(1);
            assertThat(door.handlers.links).isEmpty();
        }
    }

    @Test
    void shouldCloseHttpAndIceTcpThatNobodyServes() throws IOException {
        try (DoorFixture door = new DoorFixture(folder, DoorFixture.FAST);
                TestClient http = TestClient.connect(door.door.port(), door.trust, WireProtocol.ALPN_HTTP);
                Socket ice = TestClient.plain(door.door.port())) {
            assertThat(http.in.read()).isEqualTo(-1);
            ice.getOutputStream().write(HexFormat.of().parseHex(BINDING));
            assertThat(ice.getInputStream().read()).isEqualTo(-1);
            assertThat(door.count(DoorCounter.HTTP_UNSERVED)).isEqualTo(1);
            assertThat(door.count(DoorCounter.ICE_TCP_UNSERVED)).isEqualTo(1);
        }
    }

    @Test
    void shouldHandIceTcpToItsExtension() throws IOException {
        DoorExtensions echo = new DoorExtensions(FrontDoorTlsTest::echo);
        byte[] binding = HexFormat.of().parseHex(BINDING);
        try (DoorFixture door = new DoorFixture(folder, DoorFixture.FAST, echo);
                Socket ice = TestClient.plain(door.door.port())) {
            ice.getOutputStream().write(binding);
            assertThat(ice.getInputStream().readNBytes(binding.length)).isEqualTo(binding);
            assertThat(door.count(DoorCounter.HALF_OPEN)).isZero();
        }
    }

    private static ChannelHandler echo() {
        return new SimpleChannelInboundHandler<ByteBuf>() {
            @Override
            protected void channelRead0(ChannelHandlerContext ctx, ByteBuf message) {
                FrontDoor.admit(ctx.channel());
                ctx.writeAndFlush(message.retain());
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"474554202f", "00140101", "0014000100001112a442", "ff", "80c90001"})
    void shouldCloseUnknownFirstBytes(String hex) throws IOException {
        try (DoorFixture door = new DoorFixture(folder, DoorFixture.FAST);
                Socket socket = TestClient.plain(door.door.port())) {
            socket.getOutputStream().write(HexFormat.of().parseHex(hex));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(door.count(DoorCounter.FIRST_BYTES_UNKNOWN)).isEqualTo(1);
        }
    }

    @Test
    void shouldCountGarbageAfterTlsByte() throws IOException {
        try (DoorFixture door = new DoorFixture(folder, DoorFixture.FAST);
                Socket socket = TestClient.plain(door.door.port())) {
            socket.getOutputStream().write(new byte[] {0x16, 1, 2, 3, 4, 5, 6, 7, 8});
            await().until(() -> door.count(DoorCounter.TLS_FAILED) == 1);
            await().until(() -> door.count(DoorCounter.HALF_OPEN) == 0);
        }
    }

    @Test
    void shouldSayThatThePortIsTaken() {
        try (DoorFixture door = new DoorFixture(folder, DoorFixture.FAST)) {
            FrontDoorSettings same = DoorFixture.FAST.withBind("127.0.0.1", door.door.port());
            assertThatThrownBy(() -> FrontDoor.start(same, door.identity, door.handlers))
                    .isInstanceOf(FrontDoorException.class)
                    .hasMessageContaining("TCP port " + door.door.port() + " on 127.0.0.1 is in use");
        }
    }
}
