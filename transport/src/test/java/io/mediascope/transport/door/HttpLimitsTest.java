package io.mediascope.transport.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.transport.http.HttpCall;
import io.mediascope.transport.http.HttpLimits;
import io.mediascope.transport.tls.TlsIdentity;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one HTTP client may cost: time for a request, waiting requests, open connections. */
class HttpLimitsTest {
    private static final HttpLimits SHORT = HttpLimits.defaults()
            .withTimes(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofSeconds(2))
            .withMaxPlainConnections(3);
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String HOLD = "GET /hold HTTP/1.1\r\nHost: a\r\n\r\n";

    private final BlockingQueue<HttpCall> held = new LinkedBlockingQueue<>();
    private final List<Socket> sockets = new ArrayList<>();

    @TempDir
    Path folder;

    private FrontDoor door;
    private int port;

    @BeforeEach
    void open() {
        door = FrontDoor.start(
                DoorFixture.FAST.withHttp(SHORT), TlsIdentity.selfSigned(folder), new RecordingHandlers());
        port = door.serveHttp(this::serve, new InetSocketAddress("127.0.0.1", 0))
                .getPort();
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        door.close();
    }

    private void serve(HttpCall call) {
        if (call.uri().equals("/hold")) {
            held.add(call);
        } else {
            answer(call);
        }
    }

    private static void answer(HttpCall call) {
        call.respond(200, DefaultHttpHeadersFactory.headersFactory().newHeaders(), new byte[] {'y'});
    }

    private Socket connect() throws IOException {
        Socket socket = TestClient.plain(port);
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String answered(Socket socket) throws IOException {
        byte[] head = new byte[64];
        int length = socket.getInputStream().read(head);
        return length < 0 ? "closed" : new String(head, 0, length, StandardCharsets.US_ASCII);
    }

    private static String untilClosed(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private long count(DoorCounter counter) {
        return door.counters().get(counter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET / HT", "GET / HTTP/1.1\r\nHost: a\r\n", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf"})
    void shouldRefuseAHalfSentRequestAfterItsTime(String half) throws IOException {
        Socket socket = connect();
        send(socket, half);
        assertThat(untilClosed(socket)).startsWith("HTTP/1.1 408").contains("took too long");
        assertThat(count(DoorCounter.HTTP_TOO_SLOW)).isEqualTo(1);
    }

    /** Each byte by itself would be in time. */
    @Test
    void shouldNotLetDropsOfAHeaderWinTime() throws IOException {
        Socket socket = connect();
        send(socket, GET);
        assertThat(answered(socket)).startsWith("HTTP/1.1 200");
        long begun = System.nanoTime();
        send(socket, "G");
        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            try {
                send(socket, "E");
            } catch (SocketException e) {
                return true;
            }
            return count(DoorCounter.HTTP_TOO_SLOW) == 1;
        });
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void shouldCloseWhoSaysNothing() throws IOException {
        assertThat(untilClosed(connect())).isEmpty();
        assertThat(count(DoorCounter.HTTP_TOO_SLOW)).isZero();
    }

    @Test
    void shouldKeepAConnectionBetweenRequestsForLonger() throws IOException {
        Socket socket = connect();
        send(socket, GET);
        assertThat(answered(socket)).startsWith("HTTP/1.1 200");
        long begun = System.nanoTime();
        assertThat(answered(socket)).isEqualTo("closed");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void shouldWaitForAnAnswerThatTakesLongerThanAllOfThis() throws Exception {
        Socket socket = connect();
        send(socket, HOLD);
        HttpCall call = held.take();
        await().pollDelay(SHORT.idleFor().plusMillis(300)).until(() -> true);
        answer(call);
        assertThat(answered(socket)).startsWith("HTTP/1.1 200");
    }

    @Test
    void shouldCountWhoAsksWithoutWaitingForAnswers() throws IOException {
        Socket socket = connect();
        send(socket, HOLD.repeat(2 + SHORT.maxPipelined()));
        await().until(() -> count(DoorCounter.HTTP_TOO_MANY) == 1);
        assertThat(held).hasSize(1);
    }

    @Test
    void shouldCloseWhoIsIdleForLongestWhenThereAreTooMany() throws Exception {
        Socket busy = connect();
        send(busy, HOLD);
        HttpCall call = held.take();
        Socket oldest = connect();
        send(oldest, GET);
        assertThat(answered(oldest)).startsWith("HTTP/1.1 200");
        Socket newer = connect();
        send(newer, GET);
        assertThat(answered(newer)).startsWith("HTTP/1.1 200");
        Socket newest = connect();
        send(newest, GET);
        assertThat(answered(newest)).startsWith("HTTP/1.1 200");
        assertThat(answered(oldest)).isEqualTo("closed");
        assertThat(count(DoorCounter.HTTP_PLAIN_EVICTED)).isEqualTo(1);
        assertThat(count(DoorCounter.HTTP_PLAIN)).isEqualTo(3);
        send(newer, GET);
        assertThat(answered(newer)).startsWith("HTTP/1.1 200");
        answer(call);
        assertThat(answered(busy)).startsWith("HTTP/1.1 200");
        for (Socket socket : sockets) {
            socket.close();
        }
        await().until(() -> count(DoorCounter.HTTP_PLAIN) == 0);
    }
}
