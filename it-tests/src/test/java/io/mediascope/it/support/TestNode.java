package io.mediascope.it.support;

import akka.stream.javadsl.Sink;
import io.mediascope.cluster.MediascopeNode;
import io.mediascope.cluster.credentials.ApplicationLimits;
import io.mediascope.cluster.credentials.CreatedApplication;
import io.mediascope.cluster.credentials.TokenOrder;
import io.mediascope.cluster.history.HistoryQuery;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.ops.http.HttpApi;
import io.mediascope.scope.history.PublicEvent;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.sdk.ScopeDescriptor;
import io.mediascope.sdk.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A whole node in this process, on ports of its own choosing, with one application. */
public final class TestNode implements AutoCloseable {
    public final MediascopeNode node;
    public final String applicationId;

    TestNode(MediascopeNode node) {
        this.node = node;
        this.applicationId = node.firstApplication()
                .map(CreatedApplication::application)
                .orElseGet(() -> node.applications().list().get(0))
                .id();
    }

    public static TestNode start(Path dataDir) {
        return start(dataDir, Map.of());
    }

    /** @param overrides configuration path to value, beside free ports and two relay loops */
    public static TestNode start(Path dataDir, Map<String, String> overrides) {
        return new TestNode(MediascopeNode.start(settings(dataDir, overrides)));
    }

    static NodeSettings settings(Path dataDir, Map<String, String> overrides) {
        Map<String, String> values = new HashMap<>(Map.of(
                "mediascope.data-dir", dataDir.toString(),
                "mediascope.http.port", "0",
                "mediascope.link.port", "0",
                "mediascope.link.bind-host", "127.0.0.1",
                "mediascope.udp.audio-port", "0",
                "mediascope.udp.video-port", "0",
                "mediascope.udp.mux-port", "0",
                "mediascope.udp.loops", "2"));
        values.putAll(overrides);
        return NodeSettings.load(Optional.of(file(values)), Map.of());
    }

    /** As a configuration file, so that lists can be given as well. */
    private static Path file(Map<String, String> values) {
        try {
            Path file = Files.createTempFile("node", ".conf");
            file.toFile().deleteOnExit();
            return Files.write(
                    file,
                    values.entrySet().stream()
                            .map(entry -> entry.getKey() + " = " + hocon(entry.getValue()))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hocon(String value) {
        return value.startsWith("[") ? value : '"' + value + '"';
    }

    /** Serves the HTTP API as well; returns {@code http://HOST:PORT} of its plain port. */
    public String serveHttp() {
        InetSocketAddress bound = HttpApi.start(node, "admin");
        return "http://127.0.0.1:" + bound.getPort();
    }

    public ScopeKey scope(String scopeId) {
        return new ScopeKey(applicationId, scopeId);
    }

    public void limit(ApplicationLimits limits) {
        node.applications().setLimits(applicationId, limits);
    }

    public String token(String scopeId, String userId) {
        return node.tokens().issue(TokenOrder.of(scope(scopeId), userId, Duration.ofMinutes(10)));
    }

    public String token(String scopeId, String userId, Set<Grant> grants, boolean p2p) {
        return node.tokens().issue(new TokenOrder(scope(scopeId), userId, Duration.ofMinutes(10), grants, p2p));
    }

    /** How a user joins this node directly. */
    public ScopeDescriptor.Builder descriptor(String scopeId, String userId) {
        return descriptorWithToken(scopeId, token(scopeId, userId));
    }

    public ScopeDescriptor.Builder descriptorWithToken(String scopeId, String token) {
        return ScopeDescriptor.builder(applicationId, scopeId)
                .link("127.0.0.1:" + node.linkPort())
                .trust(Trust.fingerprint(node.certificateFingerprint()))
                .token(token);
    }

    public TestClient join(String scopeId, String userId) {
        return new TestClient(userId, descriptor(scopeId, userId)).joined();
    }

    /** Joins as one whom peers may not reach directly: the relay is always in the middle. */
    public TestClient joinRelayed(String scopeId, String userId) {
        String token = token(scopeId, userId, Set.of(Grant.PUBLISH, Grant.SUBSCRIBE, Grant.DATA), false);
        return new TestClient(userId, descriptorWithToken(scopeId, token)).joined();
    }

    /** Everything persisted of a scope until now. */
    public List<PublicEvent> events(String scopeId) {
        return TestClient.join(
                node.history().events(HistoryQuery.of(scope(scopeId))).runWith(Sink.seq(), node.system()));
    }

    /** Everything persisted of all scopes until now. */
    public List<PublicEvent> allEvents() {
        return TestClient.join(node.history().events(HistoryQuery.ALL).runWith(Sink.seq(), node.system()));
    }

    /** A value of the node's metrics, without labels. */
    public double metric(String name) {
        return node.metrics()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no metric " + name));
    }

    @Override
    public void close() {
        node.close();
    }
}
