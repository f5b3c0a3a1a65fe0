package io.mediascope.cluster.journal;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import com.typesafe.config.Config;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.mediascope.cluster.settings.DataFolder;
import io.mediascope.cluster.settings.NodeStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;

/**
 * The H2 file of one node: journal, snapshots, applications. A commit is on the disk when it returns ({@code WRITE_DELAY=0}); nobody
 * but this process opens the file.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final String OPTIONS = ";DATABASE_TO_UPPER=false;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

    /** Connections beside the journal's: the probe, applications, the sweep. */
    private static final int OTHERS = 3;

    private final HikariDataSource pool;

    private EmbeddedDatabase(HikariDataSource pool) {
        this.pool = pool;
    }

    /**
     * Opens the file in {@code folder}, makes it and its tables when they are missing.
     *
     * @throws NodeStartException when the file is held by another process or is no database
     */
    public static EmbeddedDatabase open(Path folder) {
        String url = "jdbc:h2:file:" + DataFolder.databaseIn(folder) + OPTIONS;
        keepFromOthers(folder);
        EmbeddedDatabase database = new EmbeddedDatabase(connect(url, folder));
        try {
            JournalSchema.create(database.pool);
        } catch (SQLException e) {
            database.close();
            throw new NodeStartException(
                    "the journal's tables in " + file(folder) + " cannot be made: " + e.getMessage(), e);
        }
        return database;
    }

    /** The file holds the applications' secrets. */
    private static void keepFromOthers(Path folder) {
        try {
            DataFolder.ownerOnly(file(folder));
        } catch (IOException e) {
            throw new NodeStartException(
                    "the database file " + file(folder) + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Whether the folder holds a database. */
    public static boolean existsIn(Path folder) {
        return Files.exists(file(folder));
    }

    /** What an ActorSystem is started with so that its journal is this database. */
    public ActorSystemSetup journal(Config config) {
        return ActorSystemSetup.create(BootstrapSetup.create(config), new JournalDatabase.Pool(pool));
    }

    /** Throws away every connection that nobody uses now; those in use go when they are given back. */
    void dropConnections() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }

    private static HikariDataSource connect(String url, Path folder) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("mediascope");
        config.setDriverClassName("org.h2.Driver");
        config.setJdbcUrl(url);
        config.setMinimumIdle(1);
        config.setMaximumPoolSize(JournalDatabase.THREADS + OTHERS);
        config.setExceptionOverrideClassName(DropDoubtful.class.getName());
        config.setConnectionTimeout(5_000);
        // One attempt: a held file must be told at once.
        config.setInitializationFailTimeout(1);
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw explain(e, folder);
        }
    }

    private static NodeStartException explain(RuntimeException failure, Path folder) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                return new NodeStartException(
                        "the database file " + file(folder)
                                + " is in use by another process; stop that one or choose another mediascope.data-dir",
                        failure);
            }
        }
        return new NodeStartException(
                "the database file " + file(folder) + " cannot be opened: " + failure.getMessage(), failure);
    }

    private static Path file(Path folder) {
        return Path.of(DataFolder.databaseIn(folder) + ".mv.db");
    }
}
