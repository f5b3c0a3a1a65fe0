package io.mediascope.ops.replay;

import akka.actor.ActorSystem;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.cluster.history.HistoryQuery;
import io.mediascope.cluster.history.OfflineHistory;
import io.mediascope.scope.history.PublicEvent;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads events from the file of a node that is down. */
public final class OfflineEvents {
    private final Path dataDir;

    public OfflineEvents(Path dataDir) {
        this.dataDir = dataDir;
    }

    /** Gives all events to {@code consumer}, on this thread. */
    public void forEach(EventSelection selection, EventSelection.Consumer consumer)
            throws InterruptedException, ExecutionException, TimeoutException {
        HistoryQuery query = new HistoryQuery(
                selection.applicationId(), selection.queryScope(), selection.from(), selection.to(), false);
        ActorSystem streams = StreamsConfiguration.start();
        try (OfflineHistory history = OfflineHistory.open(dataDir)) {
            SinkQueueWithCancel<PublicEvent> events = history.events(query).runWith(Sink.queue(), streams);
            drain(events, selection, consumer);
        } finally {
            streams.terminate();
            streams.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private static void drain(
            SinkQueueWithCancel<PublicEvent> events, EventSelection selection, EventSelection.Consumer consumer)
            throws InterruptedException, ExecutionException {
        while (true) {
            Optional<PublicEvent> next = events.pull().toCompletableFuture().get();
            if (next.isEmpty()) {
                return;
            }
            JsonNode event = EventJson.of(next.get());
            if (selection.covers(event) && !consumer.accept(event)) {
                events.cancel();
                return;
            }
        }
    }
}
