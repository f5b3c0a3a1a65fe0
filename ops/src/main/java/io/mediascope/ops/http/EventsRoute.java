package io.mediascope.ops.http;

import akka.NotUsed;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.Query;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.mediascope.cluster.history.EventHistory;
import io.mediascope.cluster.history.HistoryQuery;
import io.mediascope.ops.Json;
import io.mediascope.ops.replay.EventJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * {@code GET /admin/events?app&scope&from&to&follow}: persisted events as newline-delimited JSON. While nothing happens a
 * followed stream carries an empty line now and then, so that both sides notice when the other is gone.
 */
final class EventsRoute extends AllDirectives {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final ByteString EMPTY_LINE = ByteString.fromString("\n");

    private static final ContentType NDJSON = ContentTypes.parse("application/x-ndjson");

    private final EventHistory history;

    EventsRoute(EventHistory history) {
        this.history = history;
    }

    Route route() {
        return withoutRequestTimeout(() -> extractRequest(request -> complete(answer(request))));
    }

    private HttpResponse answer(HttpRequest request) {
        HistoryQuery query = query(request.getUri().query());
        Source<ByteString, NotUsed> lines = history.events(query)
                .map(event -> ByteString.fromString(Json.line(EventJson.of(event)) + "\n", StandardCharsets.UTF_8));
        Source<ByteString, NotUsed> body = query.follow() ? lines.keepAlive(KEEP_ALIVE, () -> EMPTY_LINE) : lines;
        return HttpResponse.create().withEntity(HttpEntities.create(NDJSON, body));
    }

    private static HistoryQuery query(Query query) {
        Optional<String> app = text(query, "app");
        Optional<String> scope = text(query, "scope");
        boolean follow = text(query, "follow").map(Boolean::parseBoolean).orElse(false);
        return new HistoryQuery(app, scope, instant(query, "from"), instant(query, "to"), follow);
    }

    private static Optional<String> text(Query query, String name) {
        return query.get(name).filter(value -> !value.isEmpty());
    }

    private static Optional<Instant> instant(Query query, String name) {
        try {
            return text(query, name).map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(name + " must be a time such as 2026-01-31T12:00:00Z", e);
        }
    }
}
