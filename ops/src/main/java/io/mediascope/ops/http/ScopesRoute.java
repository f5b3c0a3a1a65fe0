package io.mediascope.ops.http;

import static akka.http.javadsl.server.PathMatchers.segment;

import akka.actor.typed.ActorRef;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.unmarshalling.Unmarshaller;
import akka.japi.function.Function;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.mediascope.cluster.LiveScope;
import io.mediascope.cluster.MediascopeNode;
import io.mediascope.ops.Json;
import io.mediascope.scope.entity.MediaScope;
import io.mediascope.scope.entity.RequestReply;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.ScopeKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import scala.util.Try;

/** {@code /admin/scopes…}: what lives, moving a scope to another node, and removing a participant or a whole scope. */
final class ScopesRoute extends AllDirectives {
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(5);

    private final MediascopeNode node;

    ScopesRoute(MediascopeNode node) {
        this.node = node;
    }

    Route route() {
        return concat(
                path("scopes", () -> get(this::all)),
                path(
                        segment("scopes").slash(segment()).slash(segment()),
                        (app, scope) -> concat(
                                get(() -> one(new ScopeKey(app, scope))),
                                delete(() -> stop(new ScopeKey(app, scope))))),
                pathPrefix(
                        segment("scopes").slash(segment()).slash(segment()),
                        (app, scope) -> concat(
                                path(
                                        "move",
                                        () -> post(() -> entity(
                                                Unmarshaller.entityToString(),
                                                body -> move(new ScopeKey(app, scope), body)))),
                                path(
                                        segment("participants").slash(segment()),
                                        user -> delete(() -> remove(new ScopeKey(app, scope), user))))));
    }

    private Route all() {
        return onComplete(node.scopes(), scopes -> complete(list(scopes)));
    }

    private Route one(ScopeKey key) {
        return onComplete(node.describe(key), scope -> complete(detail(key, scope)));
    }

    private Route remove(ScopeKey key, String userId) {
        return change(
                key,
                replyTo -> new ScopeCommand.RemoveParticipant(commandId(), userId, "removed by an operator", replyTo));
    }

    /** Body {@code {"node":"…"}}, or none: then to the best other node. Answered when the move begins. */
    private Route move(ScopeKey key, String body) {
        String target = target(body);
        return change(key, replyTo -> new ScopeCommand.MoveRelay(commandId(), target, "moved by an operator", replyTo));
    }

    private static String target(String body) {
        try {
            return body.isBlank() ? "" : Json.MAPPER.readTree(body).path("node").asText();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a target, {\"node\":…}: " + e.getOriginalMessage(), e);
        }
    }

    private Route stop(ScopeKey key) {
        return change(key, replyTo -> new ScopeCommand.StopScope(commandId(), "closed by an operator", replyTo));
    }

    /** Only a scope that lives is asked: a command would wake one that does not. */
    private Route change(ScopeKey key, Function<ActorRef<RequestReply>, ScopeCommand> command) {
        CompletionStage<Optional<RequestReply>> done = node.describe(key)
                .thenCompose(scope -> scope.isEmpty()
                        ? CompletableFuture.completedStage(Optional.empty())
                        : MediaScope.ref(node.system(), key)
                                .ask(command, ASK_TIMEOUT)
                                .thenApply(Optional::of));
        return onComplete(done, reply -> complete(changed(key, reply)));
    }

    private static HttpResponse list(Try<List<LiveScope>> scopes) {
        return scopes.isSuccess()
                ? Answers.json(
                        StatusCodes.OK,
                        scopes.get().stream().map(ScopeViews::of).toList())
                : silent();
    }

    private static HttpResponse detail(ScopeKey key, Try<Optional<LiveScope>> scope) {
        if (scope.isFailure()) {
            return silent();
        }
        return scope.get()
                .map(live -> Answers.json(StatusCodes.OK, ScopeViews.of(live)))
                .orElseGet(() -> notLive(key));
    }

    private static HttpResponse changed(ScopeKey key, Try<Optional<RequestReply>> reply) {
        if (reply.isFailure()) {
            return silent();
        }
        return reply.get()
                .map(answer -> answer instanceof RequestReply.Refused refused
                        ? Answers.refusal(refused.refusal(), true)
                        : Answers.json(StatusCodes.OK, Map.of("done", true)))
                .orElseGet(() -> notLive(key));
    }

    private static HttpResponse notLive(ScopeKey key) {
        return Answers.error(
                StatusCodes.NOT_FOUND,
                "NOT_FOUND",
                "no scope " + key.scopeId() + " of application " + key.applicationId() + " lives now");
    }

    private static HttpResponse silent() {
        return Answers.error(StatusCodes.SERVICE_UNAVAILABLE, "TIMED_OUT", "the scope did not answer in time");
    }

    private static String commandId() {
        return UUID.randomUUID().toString();
    }
}
