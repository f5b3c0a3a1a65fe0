package io.mediascope.ops.http;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import io.mediascope.cluster.MediascopeNode;

/** {@code /admin/…}: everything below asks for the node's admin token as Bearer. */
final class AdminRoute extends AllDirectives {
    private final String adminToken;
    private final Route applications;
    private final Route scopes;
    private final Route events;
    private final Route deaths;

    AdminRoute(MediascopeNode node, String adminToken) {
        this.adminToken = adminToken;
        this.applications = new ApplicationsRoute(node).route();
        this.scopes = new ScopesRoute(node).route();
        this.events = new EventsRoute(node.history()).route();
        this.deaths = new DeathReportRoute(node).local();
    }

    Route route() {
        return extractRequest(request -> Bearer.matches(request, adminToken)
                ? concat(applications, scopes, deaths, path("events", () -> get(() -> events)))
                : complete(unauthorized()));
    }

    private static HttpResponse unauthorized() {
        return Answers.error(
                        StatusCodes.UNAUTHORIZED,
                        "UNAUTHORIZED",
                        "the admin API wants the token of the node's node.json as Bearer")
                .addHeader(RawHeader.create("WWW-Authenticate", "Bearer realm=\"mediascope admin\""));
    }
}
