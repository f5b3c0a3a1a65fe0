package io.mediascope.cluster.storage;

import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import io.mediascope.cluster.history.EventHistory;
import io.mediascope.cluster.journal.JournalProbe;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.cluster.settings.NodeStartException;
import io.mediascope.cluster.settings.Profile;
import io.mediascope.cluster.sweep.OpenScopes;
import javax.sql.DataSource;

/** Events and applications of one node, kept as its profile says. */
public interface NodeStorage extends AutoCloseable {
    /**
     * Opens what the profile names; waits for it.
     *
     * @throws NodeStartException with one line when it cannot be reached or has no tables
     */
    static NodeStorage open(NodeSettings settings) {
        return settings.profile() == Profile.EMBEDDED ? EmbeddedStorage.open(settings) : ClusterStorage.open(settings);
    }

    /** Applications and keys. */
    DataSource applications();

    /** What an ActorSystem is started with so that its journal is this one. */
    ActorSystemSetup journal(Config config);

    /** Begins to look whether the journal takes writes. */
    JournalProbe probe();

    OpenScopes openScopes();

    /** @param system started with {@link #journal} */
    EventHistory history(ActorSystem<?> system);

    @Override
    void close();
}
