package io.mediascope.ops.http;

import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.unmarshalling.Unmarshaller;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.mediascope.cluster.MediascopeNode;
import io.mediascope.cluster.member.MemberId;
import io.mediascope.ops.Json;
import java.net.InetAddress;
import java.util.Map;

/**
 * {@code POST /admin/cluster/deaths}: who ran a node's process on this machine says that it is gone. Only this machine may say
 * so, beside showing the admin token.
 */
final class ClusterRoute extends AllDirectives {
    private final MediascopeNode node;

    ClusterRoute(MediascopeNode node) {
        this.node = node;
    }

    Route route() {
        return path(
                segment("cluster").slash("deaths"),
                () -> post(() -> extractRequest(request -> isFromHere(request)
                        ? entity(Unmarshaller.entityToString(), body -> complete(report(body)))
                        : complete(Answers.error(
                                StatusCodes.FORBIDDEN,
                                "UNAUTHORIZED",
                                "a death is reported from the machine of the node that is asked")))));
    }

    private HttpResponse report(String body) {
        return Answers.json(
                StatusCodes.OK, Map.of("outcome", node.reportDeath(read(body)).name()));
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
}
