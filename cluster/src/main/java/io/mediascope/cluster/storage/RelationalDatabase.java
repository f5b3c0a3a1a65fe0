package io.mediascope.cluster.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mediascope.cluster.journal.DropDoubtful;
import io.mediascope.cluster.settings.DatabaseSettings;
import io.mediascope.cluster.settings.NodeStartException;
import javax.sql.DataSource;

/**
 * Connections to the database that all nodes share. It may be down when a node starts: the keys that the node knows are good until
 * it is back.
 */
public final class RelationalDatabase implements AutoCloseable {
    private static final int CONNECTIONS = 4;
    private static final long CONNECT_TIMEOUT_MS = 2_000;

    private final HikariDataSource pool;

    private RelationalDatabase(HikariDataSource pool) {
        this.pool = pool;
    }

    /** The pool connects when it is asked, so that a database that is down keeps no node from starting. */
    public static RelationalDatabase open(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("mediascope-applications");
        config.setJdbcUrl(settings.url());
        if (!settings.username().isEmpty()) {
            config.setUsername(settings.username());
            config.setPassword(settings.password());
        }
        config.setMinimumIdle(1);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(CONNECT_TIMEOUT_MS);
        config.setExceptionOverrideClassName(DropDoubtful.class.getName());
        config.setInitializationFailTimeout(-1);
        try {
            return new RelationalDatabase(new HikariDataSource(config));
        } catch (RuntimeException e) {
            // The message may hold the URL, and that a password.
            throw new NodeStartException("mediascope.database.url is not understood by any driver", e);
        }
    }

    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
