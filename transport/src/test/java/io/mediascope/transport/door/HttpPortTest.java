package io.mediascope.transport.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.transport.http.HttpCall;
import io.mediascope.transport.http.HttpPort;
import io.mediascope.transport.tls.TlsIdentity;
import io.mediascope.transport.tls.TlsTrust;
import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.Envelope;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.JdkSslContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP and WebSocket links over real sockets, on the TLS port and the plain one. */
class HttpPortTest {
    private static final String UPGRADE =
            "GET /link HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mediascope.1\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";

    private final List<Runnable> abandoned = new CopyOnWriteArrayList<>();
    private final BlockingQueue<HttpCall.Chunks> streams = new LinkedBlockingQueue<>();

    @TempDir
    Path folder;

    private FrontDoor door;
    private RecordingHandlers handlers;
    private HttpClient client;
    private int plainPort;

    @BeforeEach
    void open() {
        TlsIdentity identity = TlsIdentity.selfSigned(folder);
        handlers = new RecordingHandlers();
        door = FrontDoor.start(DoorFixture.FAST, identity, handlers);
        plainPort = door.serveHttp(this::serve, new InetSocketAddress("127.0.0.1", 0))
                .getPort();
        JdkSslContext tls =
                (JdkSslContext) TlsTrust.pinned(identity.fingerprint()).toNettySslContext();
        SSLParameters names = new SSLParameters();
        client = HttpClient.newBuilder()
                .sslContext(tls.context())
                .sslParameters(names)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    @AfterEach
    void close() {
        door.close();
    }

    private void serve(HttpCall call) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        headers.set("X-Secure", Boolean.toString(call.secure()));
        switch (call.uri()) {
            case "/echo" -> call.respond(200, headers, call.body());
            case "/throw" -> throw new IllegalStateException("thrown on purpose");
            case "/stream" -> {
                call.onAbandoned(() -> abandoned.add(() -> {}));
                streams.add(call.stream(200, headers));
            }
            default -> call.respond(404, headers, (call.method() + " " + call.uri()).getBytes(StandardCharsets.UTF_8));
        }
    }

    private URI uri(boolean tls, String scheme, String path) {
        int port = tls ? door.port() : plainPort;
        return URI.create(scheme + (tls ? "s" : "") + "://127.0.0.1:" + port + path);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAnswerRequests(boolean tls) throws Exception {
        HttpResponse<String> echoed = client.send(
                HttpRequest.newBuilder(uri(tls, "http", "/echo"))
                        .POST(HttpRequest.BodyPublishers.ofString("hello"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(echoed.statusCode()).isEqualTo(200);
        assertThat(echoed.body()).isEqualTo("hello");
        assertThat(echoed.headers().firstValue("X-Secure")).contains(Boolean.toString(tls));

        HttpResponse<String> unknown = client.send(
                HttpRequest.newBuilder(uri(tls, "http", "/a?b=c")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).isEqualTo("GET /a?b=c");
        assertThat(door.counters().get(DoorCounter.HTTP_REQUESTS)).isEqualTo(2);
        assertThat(door.counters().get(DoorCounter.ACCEPTED)).isEqualTo(tls ? 1 : 0);
    }

    @Test
    void shouldAnswerPipelinedRequestsInOrder() throws IOException {
        try (Socket socket = TestClient.plain(plainPort)) {
            String one = "GET /%d HTTP/1.1\r\nHost: a\r\n%s\r\n";
            String all = one.formatted(1, "") + one.formatted(2, "") + one.formatted(3, "Connection: close\r\n");
            socket.getOutputStream().write(all.getBytes(StandardCharsets.US_ASCII));
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answers).containsSubsequence("GET /1", "GET /2", "GET /3");
        }
    }

    @Test
    void shouldAnswerWith500WhatTheServiceThrows() throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri(false, "http", "/throw")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("on purpose");
    }

    @Test
    void shouldRefuseABodyOverTheLimit() throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri(false, "http", "/echo"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[HttpPort.MAX_BODY_BYTES + 1]))
                        .expectContinue(true)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GARBAGE\r\n\r\n", "GET / HTTP/1.1\r\nno colon here\r\n\r\n", "\0\1\2\3\r\n\r\n"})
    void shouldRefuseWhatIsNotHttp(String bytes) throws IOException {
        try (Socket socket = TestClient.plain(plainPort)) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 400");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET /%s HTTP/1.1, 414", "'GET / HTTP/1.1\r\nA: %s', 431"})
    void shouldRefuseHugeHeadersReadably(String head, int status) throws IOException {
        try (Socket socket = TestClient.plain(plainPort)) {
            String huge = head.formatted("a".repeat(200_000)) + "\r\nHost: a\r\n\r\n";
            socket.getOutputStream().write(huge.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 " + status);
        }
    }

    /** The first answer is withheld, so that all others wait. */
    @Test
    void shouldCloseWhoAsksWithoutWaitingForAnswers() throws IOException {
        try (Socket socket = TestClient.plain(plainPort)) {
            String requests = "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n".repeat(10);
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
            assertThat(streams).hasSize(1);
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    @Test
    void shouldStreamAnAnswerAndNoticeThatTheClientHasGone() throws Exception {
        HttpResponse<InputStream> answer = client.send(
                HttpRequest.newBuilder(uri(false, "http", "/stream")).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        HttpCall.Chunks chunks = Objects.requireNonNull(streams.poll(5, TimeUnit.SECONDS));
        chunks.write("first".getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
        assertThat(answer.body().readNBytes(5)).asString().isEqualTo("first");
        answer.body().close();
        await().untilAsserted(() -> assertThat(abandoned).hasSize(1));
    }

    @Test
    void shouldEndAStreamedAnswer() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                HttpRequest.newBuilder(uri(true, "http", "/stream")).build(), HttpResponse.BodyHandlers.ofString());
        HttpCall.Chunks chunks = Objects.requireNonNull(streams.poll(5, TimeUnit.SECONDS));
        chunks.write("a".getBytes(StandardCharsets.UTF_8)).thenRun(chunks::end);
        assertThat(answer.get(5, TimeUnit.SECONDS).body()).isEqualTo("a");
        assertThat(abandoned).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldOpenALinkOverAWebSocket(boolean tls) throws Exception {
        Received received = new Received();
        WebSocket socket = open(tls, received);
        socket.sendBinary(ByteBuffer.wrap(DoorFixture.authRequest().toByteArray()), true)
                .join();
        assertThat(received.next().hasAuthResponse()).isTrue();
        Envelope data = DoorFixture.data("topic", 70_000);
        ByteBuffer bytes = ByteBuffer.wrap(data.toByteArray());
        socket.sendBinary(bytes.slice(0, 30_000), false).join();
        socket.sendBinary(bytes.slice(30_000, bytes.capacity() - 30_000), true).join();
        assertThat(received.next()).isEqualTo(data);
        assertThat(door.counters().get(DoorCounter.LINKS)).isEqualTo(1);
        assertThat(door.counters().get(DoorCounter.WEB_SOCKETS_OPENED)).isEqualTo(1);

        handlers.links.get(0).link.close(data);
        assertThat(received.next()).isEqualTo(data);
        assertThat(received.closed.get(5, TimeUnit.SECONDS)).isEqualTo(WebSocket.NORMAL_CLOSURE);
        await().untilAsserted(
                        () -> assertThat(door.counters().get(DoorCounter.LINKS)).isZero());
    }

    @Test
    void shouldTellTheHandlerThatTheBrowserClosed() throws Exception {
        Received received = new Received();
        WebSocket socket = open(true, received);
        socket.sendBinary(ByteBuffer.wrap(DoorFixture.authRequest().toByteArray()), true)
                .join();
        received.next();
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        await().untilAsserted(
                        () -> assertThat(handlers.links.get(0).closed).containsExactly(LinkCloseReason.PEER_CLOSED));
    }

    @Test
    void shouldRefuseTextMessages() throws Exception {
        Received received = new Received();
        WebSocket socket = open(false, received);
        socket.sendText("{}", true).join();
        assertThat(received.next().getRefusal().getText()).contains("binary");
        await().untilAsserted(() ->
                assertThat(door.counters().get(DoorCounter.MALFORMED)).isEqualTo(1));
    }

    @Test
    void shouldRefuseAMessageInCrumbs() throws Exception {
        Received received = new Received();
        WebSocket socket = open(false, received);
        for (int i = 0; i < 300 && !socket.isOutputClosed() && !received.closed.isDone(); i++) {
            socket.sendBinary(ByteBuffer.allocate(1), false)
                    .handle((sent, gone) -> sent)
                    .join();
        }
        assertThat(received.next().getRefusal().getText()).contains("pieces");
        await().untilAsserted(
                        () -> assertThat(door.counters().get(DoorCounter.LINKS)).isZero());
    }

    @Test
    void shouldRefuseAFrameOverTheLimit() throws Exception {
        Received received = new Received();
        WebSocket socket = open(true, received);
        socket.sendBinary(ByteBuffer.allocate(WireProtocol.MAX_ENVELOPE_BYTES + 1), true)
                .handle((sent, gone) -> sent)
                .join();
        await().untilAsserted(
                        () -> assertThat(door.counters().get(DoorCounter.LINKS)).isZero());
        assertThat(handlers.links.get(0).received).isEmpty();
    }

    /** Answers that nobody reads are left out once the socket is full; the link's own limits go on. */
    @Test
    void shouldNotPileUpAnswersToPings() throws IOException {
        try (Socket socket = TestClient.plain(plainPort)) {
            socket.getOutputStream().write(UPGRADE.getBytes(StandardCharsets.US_ASCII));
            byte[] ping = new byte[6 + 125];
            ping[0] = (byte) 0x89;
            ping[1] = (byte) (0x80 | 125);
            long heldBefore = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
            try {
                for (int i = 0; i < 200_000; i++) {
                    socket.getOutputStream().write(ping);
                }
            } catch (SocketException e) {
                // Closed for not authenticating in time: as good an end.
            }
            long held = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - heldBefore;
            assertThat(held).isLessThan(16 << 20);
        }
    }

    @Test
    void shouldRefuseRequestsOfStrangersOverAWebSocket() throws Exception {
        Received received = new Received();
        WebSocket socket = open(false, received);
        socket.sendBinary(ByteBuffer.wrap(DoorFixture.data("t", 10).toByteArray()), true)
                .join();
        assertThat(received.next().hasRefusal()).isTrue();
        await().untilAsserted(() ->
                assertThat(door.counters().get(DoorCounter.WRONG_STATE)).isEqualTo(1));
    }

    private WebSocket open(boolean tls, Received received) {
        return client.newWebSocketBuilder()
                .subprotocols("mediascope.1")
                .buildAsync(uri(tls, "ws", "/link"), received)
                .join();
    }

    /** What the node sent, without its pings. */
    private static final class Received implements WebSocket.Listener {
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final BlockingQueue<Envelope> messages = new LinkedBlockingQueue<>();
        private final java.io.ByteArrayOutputStream partial = new java.io.ByteArrayOutputStream();

        Envelope next() throws InterruptedException {
            return Objects.requireNonNull(messages.poll(5, TimeUnit.SECONDS), "no message within 5 s");
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            partial.writeBytes(bytes);
            if (last) {
                take(partial.toByteArray());
                partial.reset();
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void take(byte[] message) {
            try {
                Envelope envelope = Envelope.parseFrom(message);
                if (!envelope.hasPing()) {
                    messages.add(envelope);
                }
            } catch (IOException e) {
                closed.completeExceptionally(e);
            }
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            closed.complete(statusCode);
            return CompletableFuture.completedFuture(null);
        }
    }
}
