package io.mediascope.ops.http;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.settings.ParserSettings;
import akka.http.javadsl.settings.ServerSettings;
import io.mediascope.cluster.MediascopeNode;
import io.mediascope.cluster.settings.NodeSettings.HttpSettings;
import io.mediascope.cluster.settings.NodeStartException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The HTTP server of one node: health, metrics, resolve, administration. Safe from any thread. */
public final class HttpApi implements AutoCloseable {
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);
    private static final int MAX_URI_LENGTH = 8 * 1024;
    private static final long MAX_BODY_BYTES = 64 * 1024;

    private final ServerBinding binding;

    private HttpApi(ServerBinding binding) {
        this.binding = binding;
    }

    /**
     * Binds where the node's settings say, and waits for it.
     *
     * @param adminToken what the admin API asks for
     * @throws NodeStartException when the port is busy
     */
    public static HttpApi start(MediascopeNode node, String adminToken) {
        ActorSystem<?> system = node.system();
        HttpSettings where = node.settings().http();
        CompletableFuture<ServerBinding> bound = Http.get(system)
                .newServerAt(where.bindHost(), where.port())
                .withSettings(settings(system))
                .bind(new HttpRoutes(node, adminToken).route())
                .toCompletableFuture();
        try {
            return new HttpApi(bound.get(10, TimeUnit.SECONDS));
        } catch (ExecutionException | CompletionException e) {
            throw busy(where, e);
        } catch (TimeoutException e) {
            throw new NodeStartException("the HTTP server did not start within 10 s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeStartException("interrupted while the HTTP server started", e);
        }
    }

    /** Where it listens, with the port that was bound. */
    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /** Stops listening and ends open requests; waits for it. */
    @Override
    public void close() {
        try {
            binding.terminate(STOP_TIMEOUT).toCompletableFuture().get(STOP_TIMEOUT.toSeconds() + 2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The node's end closes the sockets anyway.
        }
    }

    private static ServerSettings settings(ActorSystem<?> system) {
        ParserSettings parser = ParserSettings.forServer(system)
                .withMaxUriLength(MAX_URI_LENGTH)
                .withMaxContentLength(MAX_BODY_BYTES)
                .withMaxHeaderCount(64);
        ServerSettings base = ServerSettings.create(Adapter.toClassic(system));
        return base.withParserSettings(parser)
                .withRemoteAddressAttribute(true)
                .withServerHeader(Optional.empty())
                .withTimeouts(base.getTimeouts()
                        .withIdleTimeout(
                                scala.concurrent.duration.Duration.create(IDLE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)));
    }

    private static NodeStartException busy(HttpSettings where, Exception e) {
        return new NodeStartException(
                "HTTP port " + where.port() + " on " + where.bindHost()
                        + " cannot be used (busy?); choose another one with --http-port or mediascope.http.port",
                e);
    }
}
