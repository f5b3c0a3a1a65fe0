package io.mediascope.ops.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.core.type.TypeReference;
import io.mediascope.ops.Json;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import java.util.LinkedHashMap;
import java.util.Map;

/** Responses: JSON bodies, and errors as {@code {"reason":…,"error":…}}. */
final class Answers {
    static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

    private static final Directives DIRECTIVES = new Directives();

    private Answers() {}

    static HttpResponse json(StatusCode status, Object body) {
        return HttpResponse.create().withStatus(status).withEntity(ContentTypes.APPLICATION_JSON, Json.line(body));
    }

    static HttpResponse error(StatusCode status, String reason, String text) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("reason", reason);
        body.put("error", text);
        return json(status, body);
    }

    static HttpResponse failed() {
        return error(StatusCodes.INTERNAL_SERVER_ERROR, "INTERNAL_ERROR", "the node's log says why");
    }

    static HttpResponse badRequest(Throwable e) {
        String message = e.getMessage();
        return error(StatusCodes.BAD_REQUEST, "BAD_REQUEST", message == null ? "bad request" : message);
    }

    /** A refusal in the form that the client accepts; {@code Retry-After} where the refusal knows when. */
    static HttpResponse refusal(Refusal refusal, boolean json) {
        StatusCode status = status(refusal.reason());
        HttpResponse answer = json
                ? error(status, refusal.reason().name(), refusal.text())
                : HttpResponse.create()
                        .withStatus(status)
                        .withEntity(
                                ContentTypes.TEXT_PLAIN_UTF8, refusal.reason().name() + ": " + refusal.text() + "\n");
        if (refusal.retryAfterMs() > 0) {
            long seconds = Math.max(1, (refusal.retryAfterMs() + 999) / 1000);
            return answer.addHeader(RawHeader.create("Retry-After", Long.toString(seconds)));
        }
        return answer;
    }

    static StatusCode status(RefusalReason reason) {
        return switch (reason) {
            case BAD_REQUEST, CLIENT_TOO_OLD, UNSUPPORTED_CODEC -> StatusCodes.BAD_REQUEST;
            case TOKEN_MALFORMED,
                    TOKEN_BAD_SIGNATURE,
                    TOKEN_UNKNOWN_KEY,
                    TOKEN_KEY_REVOKED,
                    TOKEN_EXPIRED,
                    TOKEN_NOT_YET_VALID,
                    TICKET_INVALID -> StatusCodes.UNAUTHORIZED;
            case TOKEN_WRONG_SCOPE, MISSING_GRANT -> StatusCodes.FORBIDDEN;
            case TOKEN_UNKNOWN_APPLICATION, UNKNOWN_USER, UNKNOWN_TRACK -> StatusCodes.NOT_FOUND;
            case RATE_LIMITED -> StatusCodes.TOO_MANY_REQUESTS;
            case USER_ALREADY_IN_SCOPE,
                    TRACK_EXISTS,
                    WRONG_STATE,
                    TOO_MANY_TRACKS,
                    REPLACED_BY_NEWER_LINK,
                    REMOVED_BY_ADMIN -> StatusCodes.CONFLICT;
            case MESSAGE_TOO_LARGE -> StatusCodes.CONTENT_TOO_LARGE;
            case INTERNAL_ERROR -> StatusCodes.INTERNAL_SERVER_ERROR;
            case SCOPE_FULL, APPLICATION_OVER_LIMIT, JOURNAL_UNAVAILABLE, NODE_FULL, NODE_DRAINING, TIMED_OUT ->
                StatusCodes.SERVICE_UNAVAILABLE;
        };
    }

    static Route completed(HttpResponse response) {
        return DIRECTIVES.complete(response);
    }

    /** Akka's directives are inherited methods. */
    private static final class Directives extends AllDirectives {}
}
