package io.mediascope.ops.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.Query;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import io.mediascope.cluster.MediascopeNode;
import io.mediascope.cluster.credentials.TokenCheck;
import io.mediascope.cluster.resolve.ResolveOutcome;
import io.mediascope.cluster.resolve.ResolveQuery;
import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.Coordinates;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.ScopeKey;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.util.Try;

/**
 * {@code GET /resolve?applicationId&scopeId[&reconnect=true&streamer=HOST:PORT][&region=R][&latitude&longitude]} with an optional join token as Bearer: the
 * address of the node that serves the scope, as text or, where {@code Accept} asks for it, as JSON.
 */
final class ResolveRoute extends AllDirectives {
    private static final Logger LOG = LoggerFactory.getLogger(ResolveRoute.class);
    private static final int MAX_FAILED = 8;

    private final MediascopeNode node;

    ResolveRoute(MediascopeNode node) {
        this.node = node;
    }

    Route route() {
        return extractRequest(request -> extractClientIP(source -> answer(request, source)));
    }

    private Route answer(HttpRequest request, RemoteAddress source) {
        boolean json = wantsJson(request);
        ResolveQuery query;
        try {
            query = query(request, source);
        } catch (IllegalArgumentException e) {
            String text = e.getMessage() == null ? "bad request" : e.getMessage();
            return complete(Answers.refusal(Refusal.of(RefusalReason.BAD_REQUEST, text), json));
        }
        Optional<Refusal> badToken = badToken(query);
        if (badToken.isPresent()) {
            return complete(Answers.refusal(badToken.get(), json));
        }
        return onComplete(node.resolve(query), outcome -> complete(response(outcome, json)));
    }

    /** Who shows no token is told the address; who shows a bad one learns it now rather than at the link. */
    private Optional<Refusal> badToken(ResolveQuery query) {
        ScopeKey scope = new ScopeKey(query.applicationId(), query.scopeId());
        return query.token()
                .map(token -> node.tokens().verify(token, scope))
                .flatMap(check -> check instanceof TokenCheck.Refused refused
                        ? Optional.of(refused.refusal())
                        : Optional.empty());
    }

    private static ResolveQuery query(HttpRequest request, RemoteAddress source) {
        Query query = request.getUri().query();
        String applicationId = one(query, "applicationId");
        String scopeId = one(query, "scopeId");
        ScopeKey key = new ScopeKey(applicationId, scopeId);
        boolean reconnect = query.get("reconnect").map(Boolean::parseBoolean).orElse(false);
        List<HostPort> failed = reconnect
                ? query.toList().stream()
                        .filter(pair -> pair.first().equals("streamer"))
                        .limit(MAX_FAILED)
                        .map(pair -> HostPorts.parse(pair.second()))
                        .toList()
                : List.of();
        return new ResolveQuery(
                key.applicationId(),
                key.scopeId(),
                Bearer.of(request),
                failed,
                place(query),
                source.getAddress().orElseGet(InetAddress::getLoopbackAddress));
    }

    private static ClientPlace place(Query query) {
        Optional<String> region = query.get("region").filter(value -> !value.isEmpty());
        Optional<String> latitude = query.get("latitude");
        Optional<String> longitude = query.get("longitude");
        if (region.isPresent() && !ScopeKey.isSafe(region.get())) {
            throw new IllegalArgumentException("region must be the name of a region");
        }
        if (latitude.isPresent() != longitude.isPresent()) {
            throw new IllegalArgumentException("latitude and longitude belong together");
        }
        return new ClientPlace(
                region.orElse(null),
                latitude.isPresent() ? new Coordinates(degrees(latitude.get()), degrees(longitude.get())) : null);
    }

    private static double degrees(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("latitude and longitude must be degrees, for instance 50.1 and 8.7", e);
        }
    }

    private static String one(Query query, String name) {
        return query.get(name)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException(
                        name + " is missing: /resolve?applicationId=A&scopeId=S is wanted"));
    }

    private static HttpResponse response(Try<ResolveOutcome> outcome, boolean json) {
        if (outcome.isFailure()) {
            LOG.warn("resolving failed", outcome.failed().get());
            return Answers.refusal(
                    Refusal.retryable(RefusalReason.TIMED_OUT, "the scope did not answer in time, try again", 1000),
                    json);
        }
        ResolveOutcome answer = outcome.get();
        if (answer instanceof ResolveOutcome.Refused refused) {
            return Answers.refusal(refused.refusal(), json);
        }
        ResolveOutcome.Found found = (ResolveOutcome.Found) answer;
        if (!json) {
            return HttpResponse.create()
                    .withEntity(ContentTypes.TEXT_PLAIN_UTF8, found.home().toString());
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("host", found.home().host());
        body.put("port", found.home().port());
        body.put("live", found.live());
        return Answers.json(StatusCodes.OK, body);
    }

    private static boolean wantsJson(HttpRequest request) {
        Optional<String> accept = request.getHeader("Accept").map(header -> header.value());
        return accept.filter(value -> value.contains("application/json")).isPresent();
    }
}
