package io.mediascope.ops.http;

import akka.actor.typed.DispatcherSelector;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.unmarshalling.Unmarshaller;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.cluster.MediascopeNode;
import io.mediascope.cluster.credentials.Application;
import io.mediascope.cluster.credentials.TokenOrder;
import io.mediascope.cluster.credentials.UnknownCredentialException;
import io.mediascope.ops.Json;
import io.mediascope.scope.model.ScopeKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * {@code /join-token}: the node signs tokens for its own call page, with the key of its first application. Only where whoever asks
 * could read the key anyway: on a plain port that listens on loopback, asked by this machine's own page or programs.
 *
 * <p>{@code GET}: whether it does. {@code POST {"scope":…,"user":…}}: {@code {"token":…}}, valid for twelve hours.
 */
final class JoinTokenRoute extends AllDirectives {
    private static final Duration VALID = Duration.ofHours(12);

    private final MediascopeNode node;
    private final boolean issues;
    private final Executor blocking;

    JoinTokenRoute(MediascopeNode node) {
        this.node = node;
        // The embedded profile is the only one that a node starts with.
        this.issues = LocalHost.isLoopback(node.settings().http().bindHost());
        this.blocking = node.system().dispatchers().lookup(DispatcherSelector.blocking());
    }

    Route route() {
        return extractRequest(
                request -> issues && LocalHost.isOwn(request)
                        ? concat(get(() -> answer(this::application)), post(this::issue))
                        : complete(
                                Answers.error(
                                        StatusCodes.FORBIDDEN,
                                        "FORBIDDEN",
                                        "join tokens are given out on this machine's own page only; elsewhere an application signs them")));
    }

    private Route issue() {
        return entity(Unmarshaller.entityToString(), body -> {
            JsonNode order = read(body);
            String scope = order.path("scope").asText("");
            String user = order.path("user").asText("");
            return answer(() -> Map.of("token", token(scope, user)));
        });
    }

    private Map<String, Object> application() {
        return Map.of("applicationId", first().id());
    }

    private String token(String scope, String user) {
        return node.tokens().issue(TokenOrder.of(new ScopeKey(first().id(), scope), user, VALID));
    }

    private Application first() {
        List<Application> all = node.applications().list();
        if (all.isEmpty()) {
            throw new UnknownCredentialException("there is no application: make one with mediascope app create");
        }
        return all.get(0);
    }

    private Route answer(Supplier<Map<String, Object>> work) {
        return onComplete(
                CompletableFuture.supplyAsync(work, blocking),
                done -> complete(
                        done.isSuccess()
                                ? Answers.json(StatusCodes.OK, done.get())
                                : refused(done.failed().get())));
    }

    private static HttpResponse refused(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof UnknownCredentialException) {
            return Answers.error(StatusCodes.NOT_FOUND, "NOT_FOUND", String.valueOf(cause.getMessage()));
        }
        return cause instanceof IllegalArgumentException ? Answers.badRequest(cause) : Answers.failed();
    }

    private static JsonNode read(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
