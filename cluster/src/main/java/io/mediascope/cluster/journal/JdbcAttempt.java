package io.mediascope.cluster.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Looks at the embedded journal's table. After a failure all connections are made anew: nobody knows which of them broke. For the
 * probe's thread.
 */
final class JdbcAttempt implements JournalProbe.Attempt {
    private static final String QUERY = "select max(\"ordering\") from \"event_journal\"";
    private static final String TABLE =
            "create table if not exists journal_probe (id int primary key, probes bigint not null)";
    private static final String WRITE = "merge into journal_probe (id, probes) key (id) values (1, ?)";

    private final EmbeddedDatabase database;
    private final int timeoutS;
    private boolean tableMade;
    private long writes;

    JdbcAttempt(EmbeddedDatabase database, Duration timeout) {
        this.database = database;
        this.timeoutS = (int) Math.max(1, timeout.toSeconds());
    }

    @Override
    public void run(boolean write) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
                statement.setQueryTimeout(timeoutS);
                statement.executeQuery().close();
            }
            if (write) {
                write(connection);
            }
        } catch (SQLException | RuntimeException e) {
            database.dropConnections();
            throw e;
        }
    }

    private void write(Connection connection) throws SQLException {
        if (!tableMade) {
            try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
                statement.execute();
            }
            tableMade = true;
        }
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            statement.setQueryTimeout(timeoutS);
            statement.setLong(1, writes++);
            statement.executeUpdate();
        }
    }
}
