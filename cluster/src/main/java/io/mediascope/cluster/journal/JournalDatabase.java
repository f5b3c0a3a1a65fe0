package io.mediascope.cluster.journal;

import akka.actor.ActorSystem;
import akka.actor.setup.Setup;
import akka.persistence.jdbc.db.SlickDatabase;
import akka.persistence.jdbc.db.SlickDatabaseProvider;
import com.typesafe.config.Config;
import javax.sql.DataSource;
import scala.Option;
import slick.jdbc.H2Profile$;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcBackend$;
import slick.jdbc.JdbcProfile;
import slick.util.AsyncExecutor;
import slick.util.AsyncExecutor$;

/**
 * Lets Akka's journal use the pool that the probe uses: what the probe says is then true of the journal, and a connection that the
 * probe's failure threw away is gone for both. The plug-in makes it by its name.
 */
public final class JournalDatabase implements SlickDatabaseProvider {
    static final int THREADS = 4;
    private static final int QUEUE = 1000;

    private final SlickDatabase database;

    /** Hands the pool to an ActorSystem. */
    static final class Pool extends Setup {
        private final DataSource connections;

        Pool(DataSource connections) {
            this.connections = connections;
        }
    }

    /** @param system started with {@link EmbeddedDatabase#journal} */
    public JournalDatabase(ActorSystem system) {
        Pool pool = system.settings()
                .setup()
                .get(Pool.class)
                .orElseThrow(() -> new IllegalStateException("the ActorSystem was started without the journal's pool"));
        AsyncExecutor executor =
                AsyncExecutor$.MODULE$.apply("mediascope-journal", THREADS, THREADS, QUEUE, THREADS, false);
        JdbcBackend.DatabaseDef slick =
                JdbcBackend$.MODULE$.Database().forDataSource(pool.connections, Option.apply(THREADS), executor, false);
        // Not the whole of it: that would close the pool, which may serve other nodes of this process.
        system.registerOnTermination(executor::close);
        database = new Shared(slick, H2Profile$.MODULE$);
    }

    @Override
    public SlickDatabase database(Config config) {
        return database;
    }

    /** One for journal, snapshots and queries; none of them may close it. */
    private record Shared(JdbcBackend.DatabaseDef database, JdbcProfile profile) implements SlickDatabase {
        @Override
        public boolean allowShutdown() {
            return false;
        }
    }
}
