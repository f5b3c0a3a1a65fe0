package io.mediascope.ops.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.List;

/** Which pages of other origins may call (the Fetch standard's CORS protocol). Nothing here reads cookies. */
final class Cors {
    private static final String EVERY = "*";

    private final List<String> origins;

    /** @param origins with {@code *} among them: every page */
    Cors(List<String> origins) {
        this.origins = List.copyOf(origins);
    }

    /** With the headers that let the asking page read the response, when it may. */
    HttpResponse allow(HttpRequest request, HttpResponse response) {
        String allowed = allowed(request);
        if (allowed.isEmpty()) {
            return response;
        }
        HttpResponse open = response.addHeader(RawHeader.create("Access-Control-Allow-Origin", allowed))
                .addHeader(RawHeader.create("Access-Control-Expose-Headers", "Location, ETag, Link, Accept-Patch"));
        return allowed.equals(EVERY) ? open : open.addHeader(RawHeader.create("Vary", "Origin"));
    }

    /** The answer to a browser that asks before it calls. */
    HttpResponse preflight(HttpRequest request, String methods) {
        HttpResponse answer = HttpResponse.create()
                .withStatus(StatusCodes.NO_CONTENT)
                .addHeader(RawHeader.create("Allow", methods))
                .addHeader(RawHeader.create("Access-Control-Allow-Methods", methods))
                .addHeader(RawHeader.create(
                        "Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match, Accept"))
                .addHeader(RawHeader.create("Access-Control-Max-Age", "86400"));
        return allow(request, answer);
    }

    private String allowed(HttpRequest request) {
        String origin = request.getHeader("Origin").map(h -> h.value()).orElse("");
        if (origin.isEmpty()) {
            return "";
        }
        return origins.contains(EVERY) ? EVERY : origins.contains(origin) ? origin : "";
    }
}
