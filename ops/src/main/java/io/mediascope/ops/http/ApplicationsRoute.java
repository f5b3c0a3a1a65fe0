package io.mediascope.ops.http;

import static akka.http.javadsl.server.PathMatchers.segment;

import akka.actor.typed.DispatcherSelector;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.unmarshalling.Unmarshaller;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.cluster.MediascopeNode;
import io.mediascope.cluster.credentials.UnknownCredentialException;
import io.mediascope.ops.Json;
import io.mediascope.ops.node.Administration.Limits;
import io.mediascope.ops.node.Administration.TokenOrder;
import io.mediascope.ops.node.StoreAdministration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.util.Try;

/** {@code /admin/applications…} and {@code /admin/tokens}. Changes wait for the database, on the blocking dispatcher. */
final class ApplicationsRoute extends AllDirectives {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationsRoute.class);

    private final StoreAdministration administration;
    private final Executor blocking;

    ApplicationsRoute(MediascopeNode node) {
        this.administration = new StoreAdministration(node.applications(), node.tokens());
        this.blocking = node.system().dispatchers().lookup(DispatcherSelector.blocking());
    }

    Route route() {
        return concat(
                path("applications", () -> concat(get(this::list), post(this::create))),
                path(segment("applications").slash(segment()).slash("keys"), app -> post(() -> addKey(app))),
                path(
                        segment("applications").slash(segment()).slash("keys").slash(segment()),
                        (app, key) -> delete(() -> revokeKey(app, key))),
                path(segment("applications").slash(segment()).slash("limits"), app -> put(() -> limits(app))),
                path("tokens", () -> post(this::token)));
    }

    private Route list() {
        return answer(StatusCodes.OK, administration::applications);
    }

    private Route create() {
        return entity(Unmarshaller.entityToString(), body -> {
            String name = tree(body).path("name").asText("");
            return answer(StatusCodes.CREATED, () -> administration.createApplication(name));
        });
    }

    private Route addKey(String applicationId) {
        return answer(StatusCodes.CREATED, () -> administration.addKey(applicationId));
    }

    private Route revokeKey(String applicationId, String keyId) {
        return answer(StatusCodes.OK, () -> {
            administration.revokeKey(applicationId, keyId);
            return Map.of("applicationId", applicationId, "keyId", keyId, "revoked", true);
        });
    }

    private Route limits(String applicationId) {
        return entity(Unmarshaller.entityToString(), body -> {
            Limits limits = read(body, Limits.class, "limits");
            return answer(StatusCodes.OK, () -> administration.setLimits(applicationId, limits));
        });
    }

    private Route token() {
        return entity(Unmarshaller.entityToString(), body -> {
            TokenOrder order = read(body, TokenOrder.class, "a token order");
            return answer(StatusCodes.CREATED, () -> Map.of("token", administration.issueToken(order)));
        });
    }

    private Route answer(StatusCode good, Supplier<Object> work) {
        return onComplete(CompletableFuture.supplyAsync(work, blocking), done -> complete(response(good, done)));
    }

    private static HttpResponse response(StatusCode good, Try<Object> done) {
        if (done.isSuccess()) {
            return Answers.json(good, done.get());
        }
        Throwable failure = done.failed().get();
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof UnknownCredentialException) {
            return Answers.error(StatusCodes.NOT_FOUND, "NOT_FOUND", String.valueOf(cause.getMessage()));
        } else if (cause instanceof IllegalArgumentException) {
            return Answers.badRequest(cause);
        }
        LOG.warn("a change of applications failed", cause);
        return Answers.error(
                StatusCodes.SERVICE_UNAVAILABLE,
                "JOURNAL_UNAVAILABLE",
                "the database did not take it: " + cause.getMessage());
    }

    private static <T> T read(String body, Class<T> type, String what) {
        try {
            return Json.MAPPER.readValue(body, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not " + what + ": " + e.getOriginalMessage(), e);
        }
    }

    private static JsonNode tree(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
