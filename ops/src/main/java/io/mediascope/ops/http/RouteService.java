package io.mediascope.ops.http;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.AttributeKey;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.model.Uri;
import akka.http.javadsl.server.Route;
import akka.http.scaladsl.model.IllegalUriException;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.RunnableGraph;
import akka.stream.javadsl.Sink;
import akka.util.ByteString;
import io.mediascope.transport.http.HttpCall;
import io.mediascope.transport.http.HttpService;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the node's HTTP calls by routes: one set for the front door, one for the plain port. */
final class RouteService implements HttpService {
    private static final Logger LOG = LoggerFactory.getLogger(RouteService.class);

    /** Of a request that a proxy has passed on. */
    static final AttributeKey<Boolean> PROXIED = AttributeKey.create("proxied", Boolean.class);

    /** Said by proxies, or by clients that play one, about where a request comes from. Routes do not see it: the socket knows. */
    private static final Set<String> OF_PROXIES =
            Set.of("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "remote-address");

    /** No headers to a route. */
    private static final Set<String> NOT_PASSED =
            Set.of("content-type", "content-length", "transfer-encoding", "connection", "expect");

    private final ActorSystem<?> system;
    private final Function<HttpRequest, CompletionStage<HttpResponse>> front;
    private final Function<HttpRequest, CompletionStage<HttpResponse>> plain;

    RouteService(ActorSystem<?> system, Route front, Route plain) {
        this.system = system;
        this.front = handler(front);
        this.plain = handler(plain);
    }

    private Function<HttpRequest, CompletionStage<HttpResponse>> handler(Route route) {
        akka.japi.function.Function<HttpRequest, CompletionStage<HttpResponse>> handler =
                route.handler(system.classicSystem());
        return request -> {
            try {
                return handler.apply(request);
            } catch (Exception e) {
                throw new IllegalStateException("a route failed", e);
            }
        };
    }

    @Override
    public void serve(HttpCall call) {
        HttpRequest request;
        try {
            request = request(call);
        } catch (IllegalArgumentException | IllegalUriException e) {
            send(call, Answers.badRequest(e));
            return;
        }
        (call.secure() ? front : plain).apply(request).whenComplete((response, failure) -> {
            if (failure != null) {
                LOG.warn("{} {} failed", call.method(), call.uri(), failure);
                send(call, Answers.failed());
            } else {
                send(call, response);
            }
        });
    }

    private static HttpRequest request(HttpCall call) {
        HttpRequest request = HttpRequest.create()
                .withMethod(method(call.method()))
                .withUri(Uri.create(call.uri()))
                .addAttribute(AttributeKeys.remoteAddress, RemoteAddress.create(call.remote()));
        for (Map.Entry<String, String> header : call.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (OF_PROXIES.contains(name)) {
                request = request.addAttribute(PROXIED, true);
            } else if (!NOT_PASSED.contains(name)) {
                request = request.addHeader(HttpHeader.parse(header.getKey(), header.getValue()));
            }
        }
        return call.body().length == 0
                ? request
                : request.withEntity(HttpEntities.create(contentType(call.headers()), call.body()));
    }

    private static HttpMethod method(String name) {
        return HttpMethods.lookup(name)
                .orElseThrow(() -> new IllegalArgumentException("the method " + name + " is not known"));
    }

    private static ContentType contentType(HttpHeaders headers) {
        return Optional.ofNullable(headers.get(HttpHeaderNames.CONTENT_TYPE))
                .map(ContentTypes::parse)
                .orElse(ContentTypes.APPLICATION_OCTET_STREAM);
    }

    private void send(HttpCall call, HttpResponse response) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        for (HttpHeader header : response.getHeaders()) {
            headers.add(header.name(), header.value());
        }
        if (!response.entity().isKnownEmpty()) {
            headers.set(
                    HttpHeaderNames.CONTENT_TYPE,
                    response.entity().getContentType().toString());
        }
        int status = response.status().intValue();
        if (response.entity() instanceof akka.http.javadsl.model.HttpEntity.Strict strict) {
            call.respond(status, headers, strict.getData().toArray());
        } else {
            stream(call, call.stream(status, headers), response);
        }
    }

    /** The next part is asked for when the socket took the one before; a client that goes ends the source. */
    private void stream(HttpCall call, HttpCall.Chunks chunks, HttpResponse response) {
        RunnableGraph<akka.japi.Pair<UniqueKillSwitch, CompletionStage<Done>>> graph = response.entity()
                .getDataBytes()
                .mapMaterializedValue(any -> NotUsed.getInstance())
                .viaMat(KillSwitches.<ByteString>single(), Keep.right())
                .mapAsync(1, part -> chunks.write(part.toArray()).thenApply(nothing -> part))
                .toMat(Sink.ignore(), Keep.both());
        akka.japi.Pair<UniqueKillSwitch, CompletionStage<Done>> running = graph.run(system);
        call.onAbandoned(running.first()::shutdown);
        running.second().whenComplete((done, failure) -> {
            if (failure == null) {
                chunks.end();
            } else {
                LOG.debug("{} {} broke off", call.method(), call.uri(), failure);
                chunks.fail();
            }
        });
    }
}
