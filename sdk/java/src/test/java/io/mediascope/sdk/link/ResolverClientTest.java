package io.mediascope.sdk.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResolverClientTest {
    private final ExecutorService loop = Executors.newSingleThreadExecutor();

    /** Always begins with the first resolver. */
    private final Random first = new Random() {
        private static final long serialVersionUID = 1;

        @Override
        public int nextInt(int bound) {
            return 0;
        }
    };

    @AfterEach
    void close() {
        loop.shutdownNow();
    }

    @Test
    void shouldAskTheNextResolverWhileOneIsSilent() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        HttpServer well = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        well.createContext("/resolve", exchange -> {
            try (exchange) {
                byte[] body = "127.0.0.1:7443".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        well.start();
        // The kernel takes the connection, and nobody ever reads it: as with a process that hangs.
        try (ServerSocket hung = new ServerSocket(0, 5, loopback)) {
            long beganNs = System.nanoTime();
            HostPort node = ask(hung.getLocalPort(), well.getAddress().getPort());
            assertThat(node).isEqualTo(new HostPort("127.0.0.1", 7443));
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs))
                    .as("well before the silent one is given up")
                    .isLessThan(4_000);
        } finally {
            well.stop(0);
        }
    }

    private HostPort ask(int... ports) throws Exception {
        List<URI> resolvers = java.util.Arrays.stream(ports)
                .mapToObj(port -> URI.create("http://127.0.0.1:" + port))
                .toList();
        CompletableFuture<HostPort> answer = new CompletableFuture<>();
        ResolverClient client = new ResolverClient(resolvers, first, loop);
        loop.execute(() -> client.ask("app", "scope", "token", null, new ResolverClient.Answer() {
            @Override
            public void resolved(HostPort node) {
                answer.complete(node);
            }

            @Override
            public void failed(int status, String text) {
                answer.completeExceptionally(new IllegalStateException(status + " " + text));
            }
        }));
        return answer.get(10, TimeUnit.SECONDS);
    }
}
