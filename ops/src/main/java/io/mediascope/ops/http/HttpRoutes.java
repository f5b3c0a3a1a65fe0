package io.mediascope.ops.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.ExceptionHandler;
import akka.http.javadsl.server.MalformedRequestContentRejection;
import akka.http.javadsl.server.MethodRejection;
import akka.http.javadsl.server.RejectionHandler;
import akka.http.javadsl.server.Route;
import io.mediascope.cluster.MediascopeNode;
import io.mediascope.cluster.NodeHealth;
import io.mediascope.ops.Json;
import io.mediascope.ops.ProductVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All routes, and what is answered where no route fits. */
final class HttpRoutes extends AllDirectives {
    private static final Logger LOG = LoggerFactory.getLogger(HttpRoutes.class);

    private final MediascopeNode node;
    private final Route resolve;
    private final Cors cors;
    private final Route media;
    private final Route admin;
    private final Route deaths;
    private final Route page;
    private final Route joinToken;

    HttpRoutes(MediascopeNode node, String adminToken) {
        this.node = node;
        this.resolve = new ResolveRoute(node).route();
        this.cors = new Cors(node.settings().http().corsOrigins());
        this.media = new HttpMediaRoute(
                        node.httpMedia(), node.tokens(), node.settings().http().iceServers(), cors)
                .route();
        this.admin = new AdminRoute(node, adminToken).route();
        this.deaths = new DeathReportRoute(node).sealed();
        this.page = new PageRoute().route();
        this.joinToken = new JoinTokenRoute(node).route();
    }

    /** On the front door: what clients need. */
    Route front() {
        return handled(concat(
                path("health", () -> get(this::health)),
                path("ready", () -> get(this::ready)),
                path("resolve", this::resolve),
                deaths,
                media,
                page));
    }

    /** On the plain port: everything. */
    Route plain() {
        return handled(concat(
                path("health", () -> get(this::health)),
                path("ready", () -> get(this::ready)),
                path("metrics", () -> get(this::metrics)),
                path("resolve", this::resolve),
                deaths,
                media,
                path("join-token", () -> joinToken),
                pathPrefix("admin", () -> admin),
                page));
    }

    private Route handled(Route routes) {
        return handleExceptions(exceptions(), () -> handleRejections(rejections(), () -> routes));
    }

    /** Asked by pages too, wherever they come from. */
    private Route resolve() {
        return extractRequest(request -> concat(
                options(() -> complete(cors.preflight(request, "GET, OPTIONS"))),
                get(() -> mapResponse(response -> cors.allow(request, response), () -> resolve))));
    }

    /** The process lives and answers; how it is stands in the body. */
    private Route health() {
        return complete(Answers.json(StatusCodes.OK, body(node.health())));
    }

    /** 200 only when clients may come. */
    private Route ready() {
        NodeHealth health = node.health();
        return complete(Answers.json(health.ready() ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE, body(health)));
    }

    private Route metrics() {
        return complete(HttpResponse.create().withEntity(ContentTypes.TEXT_PLAIN_UTF8, node.metrics()));
    }

    private static Map<String, Object> body(NodeHealth health) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", health.ready() ? "ready" : "not ready");
        body.put("version", ProductVersion.TEXT);
        body.putAll(Json.MAPPER.convertValue(health, Answers.MAP));
        return body;
    }

    private static RejectionHandler rejections() {
        return RejectionHandler.newBuilder()
                .handle(MalformedRequestContentRejection.class, HttpRoutes::malformed)
                .handle(MethodRejection.class, HttpRoutes::wrongMethod)
                .handleNotFound(Answers.completed(Answers.error(StatusCodes.NOT_FOUND, "NOT_FOUND", "no such path")))
                .build();
    }

    private static Route malformed(MalformedRequestContentRejection rejection) {
        return Answers.completed(Answers.error(StatusCodes.BAD_REQUEST, "BAD_REQUEST", rejection.message()));
    }

    private static Route wrongMethod(MethodRejection rejection) {
        return Answers.completed(Answers.error(
                StatusCodes.METHOD_NOT_ALLOWED,
                "BAD_REQUEST",
                "this path wants " + rejection.supported().value()));
    }

    private static ExceptionHandler exceptions() {
        return ExceptionHandler.newBuilder()
                .match(IllegalArgumentException.class, e -> Answers.completed(Answers.badRequest(e)))
                .matchAny(e -> {
                    LOG.warn("a request failed", e);
                    return Answers.completed(Answers.failed());
                })
                .build();
    }
}
