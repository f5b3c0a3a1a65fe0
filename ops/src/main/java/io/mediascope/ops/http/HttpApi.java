package io.mediascope.ops.http;

import io.mediascope.cluster.MediascopeNode;
import io.mediascope.cluster.settings.NodeStartException;
import java.net.InetSocketAddress;

/** The HTTP API of one node: health, metrics, resolve, administration. */
public final class HttpApi {
    private HttpApi() {}

    /**
     * Serves the API on the node's front door and plain HTTP port from now on, until the node closes.
     *
     * @param adminToken what the admin API asks for
     * @return where the plain port listens
     * @throws NodeStartException when the plain port is busy
     */
    public static InetSocketAddress start(MediascopeNode node, String adminToken) {
        HttpRoutes routes = new HttpRoutes(node, adminToken);
        return node.serveHttp(new RouteService(node.system(), routes.front(), routes.plain()));
    }
}
