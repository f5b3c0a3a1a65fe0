package io.mediascope.ops.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mediascope.ops.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/** Where the supervisor takes orders: HTTP on loopback, for who can read the cluster's folder. */
final class ControlServer implements AutoCloseable {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int CONFLICT = 409;

    private final HttpServer server;

    private ControlServer(HttpServer server) {
        this.server = server;
    }

    /** @param token what every order has to show */
    static ControlServer start(LocalCluster cluster, String token) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                if (!shows(exchange, token)) {
                    answer(exchange, UNAUTHORIZED, "the supervisor wants the token of cluster.json as Bearer");
                    return;
                }
                serve(exchange, cluster);
            }
        });
        server.start();
        return new ControlServer(server);
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void serve(HttpExchange exchange, LocalCluster cluster) throws IOException {
        try (var body = exchange.getRequestBody()) {
            Order order = Json.MAPPER.readValue(body.readAllBytes(), Order.class);
            answer(exchange, cluster.obey(order));
        } catch (ClusterException e) {
            answer(exchange, CONFLICT, String.valueOf(e.getMessage()));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            answer(exchange, BAD_REQUEST, "not an order: " + e.getOriginalMessage());
        }
    }

    private static boolean shows(HttpExchange exchange, String token) {
        String shown = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        return MessageDigest.isEqual(
                shown.getBytes(StandardCharsets.UTF_8), ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int number) throws IOException {
        send(exchange, 200, Map.of("number", number));
    }

    private static void answer(HttpExchange exchange, int status, String error) throws IOException {
        send(exchange, status, Map.of("error", error));
    }

    private static void send(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        byte[] bytes = Json.line(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
