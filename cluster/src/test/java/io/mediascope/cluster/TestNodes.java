package io.mediascope.cluster;

import akka.actor.typed.ActorSystem;
import akka.stream.javadsl.Sink;
import io.mediascope.cluster.history.EventHistory;
import io.mediascope.cluster.history.HistoryQuery;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.scope.history.PublicEvent;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Nodes on any free ports of loopback. */
final class TestNodes {
    private TestNodes() {}

    static NodeSettings settings(Path data) {
        return settings(data, Map.of());
    }

    static NodeSettings settings(Path data, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "mediascope.data-dir", data.toString(),
                "mediascope.link.port", "0",
                "mediascope.link.bind-host", "127.0.0.1",
                "mediascope.udp.audio-port", "0",
                "mediascope.udp.video-port", "0",
                "mediascope.udp.mux-port", "0",
                "mediascope.udp.loops", "1",
                "mediascope.http.port", "0"));
        all.putAll(more);
        return NodeSettings.load(all);
    }

    static MediascopeNode start(Path data) {
        return MediascopeNode.start(settings(data));
    }

    static List<PublicEvent> read(EventHistory history, ActorSystem<?> system, HistoryQuery query) throws Exception {
        return history.events(query)
                .runWith(Sink.seq(), system)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }
}
