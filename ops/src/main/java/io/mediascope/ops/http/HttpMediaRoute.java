package io.mediascope.ops.http;

import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.unmarshalling.Unmarshaller;
import io.mediascope.cluster.credentials.JoinClaims;
import io.mediascope.cluster.credentials.JoinTokens;
import io.mediascope.cluster.credentials.TokenCheck;
import io.mediascope.cluster.settings.NodeSettings.IceServer;
import io.mediascope.cluster.web.HttpMedia;
import io.mediascope.cluster.web.HttpMediaKind;
import io.mediascope.cluster.web.HttpMediaReply;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.ScopeKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import scala.util.Try;

/**
 * {@code /whip} and {@code /whep}: media without an SDK (RFC 9725). {@code POST} an offer with a join token as Bearer, {@code PATCH}
 * and {@code DELETE} what {@code Location} names.
 */
final class HttpMediaRoute extends AllDirectives {
    private static final String SDP = "application/sdp";
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";
    private static final String ENDPOINT_METHODS = "OPTIONS, POST";
    private static final String RESOURCE_METHODS = "OPTIONS, PATCH, DELETE";
    private static final long MAX_BODY = 256 * 1024;

    private final HttpMedia media;
    private final JoinTokens tokens;
    private final List<IceServer> iceServers;
    private final Cors cors;

    HttpMediaRoute(HttpMedia media, JoinTokens tokens, List<IceServer> iceServers, Cors cors) {
        this.media = media;
        this.tokens = tokens;
        this.iceServers = List.copyOf(iceServers);
        this.cors = cors;
    }

    Route route() {
        return withSizeLimit(MAX_BODY, () -> concat(of(HttpMediaKind.WHIP), of(HttpMediaKind.WHEP)));
    }

    private Route of(HttpMediaKind kind) {
        return concat(
                path(kind.path(), () -> extractRequest(request -> endpoint(kind, request))),
                path(
                        segment(kind.path()).slash(segment()),
                        id -> extractRequest(request -> resource(kind, id, request))));
    }

    private Route endpoint(HttpMediaKind kind, HttpRequest request) {
        return switch (request.method().name()) {
            case "OPTIONS" ->
                complete(cors.preflight(request, ENDPOINT_METHODS).addHeader(RawHeader.create("Accept-Post", SDP)));
            case "POST" -> post(kind, request);
            default -> complete(cors.allow(request, wrongMethod(ENDPOINT_METHODS)));
        };
    }

    private Route resource(HttpMediaKind kind, String id, HttpRequest request) {
        return switch (request.method().name()) {
            case "OPTIONS" ->
                complete(cors.preflight(request, RESOURCE_METHODS)
                        .addHeader(RawHeader.create("Accept-Patch", FRAGMENT)));
            case "PATCH" -> patch(kind, id, request);
            case "DELETE" ->
                answer(request, media.delete(kind, id), done -> reply(kind, request, done, StatusCodes.OK));
            default -> complete(cors.allow(request, wrongMethod(RESOURCE_METHODS)));
        };
    }

    private Route post(HttpMediaKind kind, HttpRequest request) {
        if (!isType(request, SDP)) {
            return complete(cors.allow(request, wrongType(SDP, "Accept-Post")));
        }
        TokenCheck check = tokens.verify(Bearer.of(request).orElse(""));
        if (check instanceof TokenCheck.Refused refused) {
            return complete(cors.allow(request, tokenRefused(refused.refusal())));
        }
        JoinClaims claims = ((TokenCheck.Valid) check).claims();
        Optional<Refusal> wrong = wrongQuery(request, claims);
        if (wrong.isPresent()) {
            return complete(cors.allow(request, refusal(wrong.get())));
        }
        String participant = request.getUri().query().get("participant").orElse("");
        return entity(Unmarshaller.entityToString(), sdp -> {
            CompletionStage<HttpMediaReply> done =
                    kind == HttpMediaKind.WHIP ? media.publish(claims, sdp) : media.play(claims, participant, sdp);
            return answer(request, done, reply -> reply(kind, request, reply, StatusCodes.OK));
        });
    }

    /** The token says where; who names application or scope as well must mean the same. */
    private static Optional<Refusal> wrongQuery(HttpRequest request, JoinClaims claims) {
        var query = request.getUri().query();
        String application = query.get("applicationId").orElse(claims.scope().applicationId());
        String scope = query.get("scopeId").orElse(claims.scope().scopeId());
        if (!application.equals(claims.scope().applicationId())
                || !scope.equals(claims.scope().scopeId())) {
            return Optional.of(Refusal.of(
                    RefusalReason.TOKEN_WRONG_SCOPE,
                    "the token is for scope " + claims.scope().scopeId() + " of application "
                            + claims.scope().applicationId()));
        }
        return query.get("participant")
                .filter(user -> !ScopeKey.isSafe(user))
                .map(user -> Refusal.of(RefusalReason.BAD_REQUEST, "participant must be a user id"));
    }

    private Route patch(HttpMediaKind kind, String id, HttpRequest request) {
        if (!isType(request, FRAGMENT)) {
            return complete(cors.allow(request, wrongType(FRAGMENT, "Accept-Patch")));
        }
        Optional<String> etag = request.getHeader("If-Match").map(h -> h.value());
        if (etag.isEmpty()) {
            return complete(cors.allow(
                    request,
                    Answers.error(
                            StatusCodes.PRECONDITION_REQUIRED,
                            "BAD_REQUEST",
                            "PATCH wants If-Match: the ETag of the ICE session, or \"*\" to restart ICE")));
        }
        return entity(
                Unmarshaller.entityToString(),
                fragment -> answer(
                        request,
                        media.patch(kind, id, etag.get(), fragment),
                        reply -> reply(kind, request, reply, StatusCodes.NO_CONTENT)));
    }

    private Route answer(
            HttpRequest request,
            CompletionStage<HttpMediaReply> done,
            Function<HttpMediaReply, HttpResponse> response) {
        return onComplete(done, reply -> complete(cors.allow(request, response(reply, response))));
    }

    private static HttpResponse response(Try<HttpMediaReply> reply, Function<HttpMediaReply, HttpResponse> response) {
        return reply.isSuccess() ? response.apply(reply.get()) : Answers.failed();
    }

    private HttpResponse reply(HttpMediaKind kind, HttpRequest request, HttpMediaReply reply, StatusCode done) {
        if (reply instanceof HttpMediaReply.Created created) {
            return created(kind, created);
        } else if (reply instanceof HttpMediaReply.Restarted restarted) {
            return HttpResponse.create()
                    .withEntity(
                            ContentTypes.parse(FRAGMENT), restarted.fragment().getBytes(StandardCharsets.UTF_8))
                    .addHeader(RawHeader.create("ETag", restarted.etag()));
        } else if (reply instanceof HttpMediaReply.Elsewhere elsewhere) {
            return elsewhere(request, elsewhere.node());
        } else if (reply instanceof HttpMediaReply.Refused refused) {
            return refusal(refused.refusal());
        } else if (reply instanceof HttpMediaReply.OldIce) {
            return Answers.error(
                    StatusCodes.PRECONDITION_FAILED, "WRONG_STATE", "the ETag is of an ICE session that is over");
        } else if (reply instanceof HttpMediaReply.Moved moved) {
            return moved(kind, moved);
        } else if (reply instanceof HttpMediaReply.Unknown) {
            return Answers.error(StatusCodes.NOT_FOUND, "NOT_FOUND", "there is no such session; it may have ended");
        }
        return HttpResponse.create().withStatus(done);
    }

    /** RFC 9725 section 4.5: the same request, posted again there. */
    private static HttpResponse elsewhere(HttpRequest request, HostPort node) {
        String pathAndQuery = request.getUri().getPathString()
                + request.getUri().rawQueryString().map(q -> "?" + q).orElse("");
        return Answers.error(
                        StatusCodes.TEMPORARY_REDIRECT,
                        "ELSEWHERE",
                        "the scope's media is on " + node + "; send the same request there")
                .addHeader(RawHeader.create("Location", "https://" + node + pathAndQuery));
    }

    /** The session is over; its client goes on by posting a new offer to the endpoint that {@code Location} names. */
    private static HttpResponse moved(HttpMediaKind kind, HttpMediaReply.Moved moved) {
        String query = moved.participant().isEmpty() ? "" : "?participant=" + moved.participant();
        return Answers.error(
                        StatusCodes.GONE,
                        "ELSEWHERE",
                        "the session has ended because the scope's media moved to " + moved.node()
                                + "; post a new offer there")
                .addHeader(RawHeader.create("Location", "https://" + moved.node() + "/" + kind.path() + query));
    }

    private HttpResponse created(HttpMediaKind kind, HttpMediaReply.Created created) {
        HttpResponse response = HttpResponse.create()
                .withStatus(StatusCodes.CREATED)
                .withEntity(ContentTypes.parse(SDP), created.sdp().getBytes(StandardCharsets.UTF_8))
                .addHeader(RawHeader.create("Location", "/" + kind.path() + "/" + created.id()))
                .addHeader(RawHeader.create("ETag", created.etag()))
                .addHeader(RawHeader.create("Accept-Patch", FRAGMENT));
        for (IceServer server : iceServers) {
            response = response.addHeader(RawHeader.create("Link", link(server)));
        }
        return response;
    }

    /** RFC 9725 section 4.6. */
    private static String link(IceServer server) {
        String link = "<" + server.url() + ">; rel=\"ice-server\"";
        return server.username().isEmpty()
                ? link
                : link + "; username=\"" + server.username() + "\"; credential=\"" + server.credential()
                        + "\"; credential-type=\"password\"";
    }

    private static HttpResponse refusal(Refusal refusal) {
        return refusal.reason() == RefusalReason.UNSUPPORTED_CODEC
                ? Answers.error(StatusCodes.NOT_ACCEPTABLE, refusal.reason().name(), refusal.text())
                : Answers.refusal(refusal, true);
    }

    private static HttpResponse tokenRefused(Refusal refusal) {
        HttpResponse response = Answers.refusal(refusal, true);
        return response.status().intValue() == StatusCodes.UNAUTHORIZED.intValue()
                ? response.addHeader(RawHeader.create("WWW-Authenticate", "Bearer realm=\"mediascope\""))
                : response;
    }

    private static HttpResponse wrongMethod(String allowed) {
        return Answers.error(StatusCodes.METHOD_NOT_ALLOWED, "BAD_REQUEST", "this path wants " + allowed)
                .addHeader(RawHeader.create("Allow", allowed));
    }

    private static HttpResponse wrongType(String type, String header) {
        return Answers.error(StatusCodes.UNSUPPORTED_MEDIA_TYPE, "BAD_REQUEST", "the body must be " + type)
                .addHeader(RawHeader.create(header, type));
    }

    private static boolean isType(HttpRequest request, String type) {
        return request.entity()
                .getContentType()
                .mediaType()
                .toString()
                .toLowerCase(Locale.ROOT)
                .startsWith(type);
    }
}
