package io.mediascope.ops.http;

import io.mediascope.cluster.MediascopeNode;
import io.mediascope.transport.tls.TlsTrust;
import io.netty.handler.ssl.JdkSslContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a node over TLS. */
final class FrontDoorGet {
    private FrontDoorGet() {}

    static int status(MediascopeNode node, String path) throws IOException, InterruptedException {
        JdkSslContext tls =
                (JdkSslContext) TlsTrust.pinned(node.certificateFingerprint()).toNettySslContext();
        HttpClient client = HttpClient.newBuilder()
                .sslContext(tls.context())
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        URI uri = URI.create("https://127.0.0.1:" + node.linkPort() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
