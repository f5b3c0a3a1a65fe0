package io.mediascope.cluster.history;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.javadsl.Source;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.mediascope.cluster.journal.EmbeddedDatabase;
import io.mediascope.cluster.settings.DataFolder;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.cluster.settings.NodeStartException;
import io.mediascope.scope.history.PublicEvent;
import java.nio.file.Path;
import java.util.Map;

/** Reads the events in a data folder whose node is down. Holds the folder while it is open. */
public final class OfflineHistory implements EventHistory, AutoCloseable {
    private final DataFolder folder;
    private final EmbeddedDatabase database;
    private final ActorSystem<Void> system;
    private final JournalHistory history;

    private OfflineHistory(DataFolder folder, EmbeddedDatabase database, ActorSystem<Void> system) {
        this.folder = folder;
        this.database = database;
        this.system = system;
        this.history = JournalHistory.embedded(system);
    }

    /**
     * Opens the folder's database; waits for it.
     *
     * @throws NodeStartException when a node runs on the folder or it holds no database
     */
    public static OfflineHistory open(Path dataDir) {
        if (!EmbeddedDatabase.existsIn(dataDir)) {
            throw new NodeStartException("the data folder "
                    + dataDir.toAbsolutePath().normalize() + " holds no database; no node ever ran on it");
        }
        NodeSettings settings = NodeSettings.load(Map.of("mediascope.data-dir", dataDir.toString()));
        DataFolder folder = DataFolder.lock(settings.dataDir());
        try {
            EmbeddedDatabase database = EmbeddedDatabase.open(settings.dataDir());
            Config config = ConfigFactory.parseMap(Map.of("akka.actor.provider", "local"))
                    .withFallback(settings.config());
            return new OfflineHistory(
                    folder,
                    database,
                    ActorSystem.create(Behaviors.empty(), "mediascope-history", database.journal(config)));
        } catch (NodeStartException e) {
            folder.close();
            throw e;
        }
    }

    /** The system that its sources run on. */
    public ActorSystem<Void> system() {
        return system;
    }

    @Override
    public Source<PublicEvent, NotUsed> events(HistoryQuery query) {
        return history.events(query);
    }

    /** Waits until the file is closed. */
    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        database.close();
        folder.close();
    }
}
