package io.mediascope.ops.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET /} and what the call page needs, out of the class path; read once. Browsers ask each time whether it is still the same. */
final class PageRoute extends AllDirectives {
    private static final Map<String, String> TYPES = Map.of(
            "index.html", "text/html; charset=UTF-8",
            "app.js", "text/javascript; charset=UTF-8",
            "style.css", "text/css; charset=UTF-8",
            "icon.svg", "image/svg+xml");

    /** Own scripts only; links, resolvers and media of other nodes over TLS. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " media-src 'self' blob:; connect-src 'self' wss: https:; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private record Page(ContentType type, byte[] bytes, String tag) {}

    private final Map<String, Page> pages = new LinkedHashMap<>();

    PageRoute() {
        TYPES.forEach((name, type) -> {
            byte[] bytes = resource(name);
            pages.put(name, new Page(ContentTypes.parse(type), bytes, tag(bytes)));
        });
    }

    Route route() {
        return concat(
                pathSingleSlash(() -> answered("index.html")),
                path(
                        akka.http.javadsl.server.PathMatchers.segment(),
                        name -> pages.containsKey(name) ? answered(name) : reject()));
    }

    private Route answered(String name) {
        return get(() -> extractRequest(request -> complete(answer(request, name))));
    }

    private HttpResponse answer(HttpRequest request, String name) {
        Page page = pages.get(name);
        if (page == null) {
            throw new IllegalArgumentException("there is no page " + name);
        }
        HttpResponse response = request.getHeader("If-None-Match")
                        .filter(known -> known.value().contains(page.tag()))
                        .isPresent()
                ? HttpResponse.create().withStatus(StatusCodes.NOT_MODIFIED)
                : HttpResponse.create()
                        .withEntity(akka.http.javadsl.model.HttpEntities.create(page.type(), page.bytes()));
        return response.addHeader(RawHeader.create("ETag", page.tag()))
                .addHeader(RawHeader.create("Cache-Control", "no-cache"))
                .addHeader(RawHeader.create("Content-Security-Policy", POLICY))
                .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"))
                .addHeader(RawHeader.create("Referrer-Policy", "no-referrer"));
    }

    private static byte[] resource(String name) {
        try (InputStream in = PageRoute.class.getResourceAsStream("/web/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the call page is not built: web/" + name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"'
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(hash)
                            .substring(0, 16)
                    + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
