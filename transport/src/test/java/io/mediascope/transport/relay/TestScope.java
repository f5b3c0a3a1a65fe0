package io.mediascope.transport.relay;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.RoutingSnapshot;
import io.mediascope.transport.relay.counters.RelayCounter;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real engine with one relay, its routes and what its listener heard. */
final class TestScope implements AutoCloseable, RelayListener {
    final NettyRelayEngine engine;
    final RelayHandle relay;
    final List<String> transports = new CopyOnWriteArrayList<>();
    final List<InetSocketAddress> muxPaths = new CopyOnWriteArrayList<>();
    final Map<String, Set<LayerName>> needed = new ConcurrentHashMap<>();
    final List<String> probesWanted = new CopyOnWriteArrayList<>();
    final List<List<SpeakerLevel>> speakers = new CopyOnWriteArrayList<>();
    private final List<TestClient> clients = new ArrayList<>();
    private RoutingSnapshot snapshot = RoutingSnapshot.EMPTY;

    TestScope() {
        this(RelayEngineSettings.loopback());
    }

    TestScope(RelayEngineSettings settings) {
        try {
            engine = NettyRelayEngine.start(settings);
        } catch (BindException e) {
            throw new IllegalStateException(e);
        }
        relay = engine.open(new RelayId("app", "scope"), this);
    }

    TestClient client(String name) {
        TestClient client = new TestClient(name, clients.size());
        clients.add(client);
        return client;
    }

    RelayEndpoints endpoints() {
        return relay.endpoints();
    }

    /** Applies the smallest delta to a snapshot of these participants; returns the version in force. */
    long routes(RouteParticipant... participants) {
        Map<String, RouteParticipant> byId = new LinkedHashMap<>();
        for (RouteParticipant participant : participants) {
            byId.put(participant.sessionId(), participant);
        }
        RoutingSnapshot next = new RoutingSnapshot(snapshot.version() + 1, byId);
        CompletableFuture<Long> applied = new CompletableFuture<>();
        relay.apply(next.since(snapshot), applied::complete);
        snapshot = next;
        return applied.orTimeout(5, TimeUnit.SECONDS).join();
    }

    long count(RelayCounter counter) {
        return engine.counters().get(counter);
    }

    RelayStatistics statistics() {
        CompletableFuture<RelayStatistics> read = new CompletableFuture<>();
        relay.statistics(read::complete);
        return read.orTimeout(5, TimeUnit.SECONDS).join();
    }

    @Override
    public void transportChanged(
            String sessionId,
            MediaType type,
            @Nullable Transport transport,
            String detail,
            @Nullable InetSocketAddress remote) {
        transports.add(sessionId + " " + type + " " + transport);
    }

    @Override
    public void muxPathProved(String sessionId, InetSocketAddress remote) {
        muxPaths.add(remote);
    }

    @Override
    public void layersNeeded(String sessionId, String trackId, Set<LayerName> layers) {
        needed.put(sessionId + "/" + trackId, layers);
    }

    @Override
    public void probeWanted(String sessionId) {
        probesWanted.add(sessionId);
    }

    @Override
    public void speakersChanged(List<SpeakerLevel> levels) {
        speakers.add(levels);
    }

    @Override
    public void close() {
        clients.forEach(TestClient::close);
        engine.close();
    }
}
