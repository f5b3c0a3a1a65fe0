package io.mediascope.ops.http;

import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.unmarshalling.Unmarshaller;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.mediascope.cluster.MediascopeNode;
import io.mediascope.cluster.member.MemberId;
import io.mediascope.cluster.member.ReportSeal;
import io.mediascope.ops.Json;
import io.mediascope.ops.node.DeathReport;
import java.net.InetAddress;
import java.util.Map;
import java.util.function.Predicate;

/** {@code POST …/cluster/deaths}: who ran a node's process says that it is gone. */
final class DeathReportRoute extends AllDirectives {
    private final MediascopeNode node;

    DeathReportRoute(MediascopeNode node) {
        this.node = node;
    }

    /** For whoever shows the admin token, and from this machine only. */
    Route local() {
        return extractRequest(request -> reports(body -> isFromHere(request)));
    }

    /** From any machine that knows the cluster's secret. */
    Route sealed() {
        String secret = node.settings().deathReports().secret();
        return extractRequest(request -> reports(body -> ReportSeal.matches(secret, body, seal(request))));
    }

    private Route reports(Predicate<String> allowed) {
        return path(
                segment("cluster").slash("deaths"),
                () -> post(() -> entity(
                        Unmarshaller.entityToString(),
                        body -> complete(allowed.test(body) ? report(body) : forbidden()))));
    }

    private HttpResponse report(String body) {
        return Answers.json(
                StatusCodes.OK, Map.of("outcome", node.reportDeath(read(body)).name()));
    }

    private static HttpResponse forbidden() {
        return Answers.error(
                StatusCodes.FORBIDDEN,
                "UNAUTHORIZED",
                "a death is reported with the admin token from this machine, or with the cluster's secret");
    }

    private static MemberId read(String body) {
        try {
            MemberId dead = Json.MAPPER.readValue(body, MemberId.class);
            if (dead.host() == null || dead.host().isEmpty() || dead.port() <= 0 || dead.uid() == 0) {
                throw new IllegalArgumentException("a death needs host, port and uid");
            }
            return dead;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not a death, {\"host\":…,\"port\":…,\"uid\":…}: " + e.getOriginalMessage(), e);
        }
    }

    private static boolean isFromHere(HttpRequest request) {
        return request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(remote -> remote.getAddress())
                .filter(InetAddress::isLoopbackAddress)
                .isPresent();
    }

    private static String seal(HttpRequest request) {
        return request.getHeader(DeathReport.SEAL_HEADER).map(HttpHeader::value).orElse("");
    }
}
