package io.mediascope.cluster.history;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import io.mediascope.scope.history.PublicEvent;
import java.nio.file.Path;

/** Reads the events in a data folder whose node is down. Holds the folder while it is open. */
public final class OfflineHistory implements EventHistory, AutoCloseable {
    private OfflineHistory() {}

    @SuppressWarnings({"TypeParameterUnusedInFormals", "unused"})
    private static <T> T pending() {
        throw new UnsupportedOperationException();
    }

    /**
     * Opens the folder's database; waits for it.
     *
     * @throws io.mediascope.cluster.settings.NodeStartException when a node runs on the folder or it holds no database
     */
    public static OfflineHistory open(Path dataDir) {
        return pending();
    }

    @Override
    public Source<PublicEvent, NotUsed> events(HistoryQuery query) {
        return pending();
    }

    /** Waits until the file is closed. */
    @Override
    public void close() {}
}
