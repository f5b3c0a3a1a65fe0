package io.mediascope.cluster.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.mediascope.cluster.settings.DataFolder;
import io.mediascope.cluster.settings.NodeStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;

/**
 * The H2 file of one node: journal, snapshots, applications. A commit is on the disk when it returns ({@code WRITE_DELAY=0}); nobody
 * but this process opens the file.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final String OPTIONS = ";DATABASE_TO_UPPER=false;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

    private final String url;
    private final HikariDataSource pool;

    private EmbeddedDatabase(String url, HikariDataSource pool) {
        this.url = url;
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
        EmbeddedDatabase database = new EmbeddedDatabase(url, connect(url, folder));
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

    /** What the journal's own pool connects to, as Akka's plug-in reads it. */
    public Config journalConfig() {
        return ConfigFactory.parseMap(Map.of("akka-persistence-jdbc.shared-databases.slick.db.url", url));
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
        config.setMaximumPoolSize(3);
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
