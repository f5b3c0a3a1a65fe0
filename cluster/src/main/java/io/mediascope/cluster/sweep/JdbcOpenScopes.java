package io.mediascope.cluster.sweep;

import io.mediascope.scope.entity.MediaScope;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.ScopeKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The read model {@code open_scopes}, brought up to date from the journal's rows since the last look. Rows may become visible out of
 * their order, so that each look begins some rows earlier; the higher sequence number of a scope wins.
 */
public final class JdbcOpenScopes implements OpenScopes {
    private static final long OVERLAP_ROWS = 1_000;
    private static final int PAGE_ROWS = 5_000;
    private static final String PREFIX = MediaScope.ENTITY_KEY.name() + "|";
    private static final String CREATED = ScopeEvent.ScopeCreated.class.getName();
    private static final String DISPOSED = ScopeEvent.ScopeDisposed.class.getName();

    private final DataSource database;

    public JdbcOpenScopes(DataSource database) {
        this.database = database;
    }

    @Override
    public Set<ScopeKey> list() {
        try (Connection connection = database.getConnection()) {
            createTables(connection);
            long after = Math.max(0, position(connection) - OVERLAP_ROWS);
            for (long last = follow(connection, after); last > after; last = follow(connection, after)) {
                after = last;
            }
            return open(connection);
        } catch (SQLException e) {
            throw new OpenScopesException(e);
        }
    }

    private static void createTables(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "create table if not exists open_scopes ("
                            + "persistence_id varchar(512) primary key, sequence_number bigint not null, is_open boolean not null)");
            statement.execute("create table if not exists open_scopes_position ("
                    + "id int primary key, last_ordering bigint not null)");
        }
    }

    private static long position(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("select last_ordering from open_scopes_position where id = 1");
                ResultSet row = query.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Takes one page of rows in one transaction and returns the last row's place, {@code after} when there was none. */
    private static long follow(Connection connection, long after) throws SQLException {
        connection.setAutoCommit(false);
        try {
            long last = takePage(connection, after);
            if (last > after) {
                try (PreparedStatement merge = connection.prepareStatement(
                        "merge into open_scopes_position (id, last_ordering) key (id) values (1, ?)")) {
                    merge.setLong(1, last);
                    merge.executeUpdate();
                }
            }
            connection.commit();
            return last;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static long takePage(Connection connection, long after) throws SQLException {
        long last = after;
        try (PreparedStatement query = connection.prepareStatement(
                "select \"ordering\", \"persistence_id\", \"sequence_number\", \"event_ser_manifest\" from \"event_journal\""
                        + " where \"ordering\" > ? order by \"ordering\" limit ?")) {
            query.setLong(1, after);
            query.setInt(2, PAGE_ROWS);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    last = row.getLong(1);
                    take(connection, row.getString(2), row.getLong(3), row.getString(4));
                }
            }
        }
        return last;
    }

    private static void take(Connection connection, String id, long sequenceNumber, String manifest)
            throws SQLException {
        boolean created = manifest.startsWith(CREATED);
        if (!id.startsWith(PREFIX) || !(created || manifest.startsWith(DISPOSED))) {
            return;
        }
        try (PreparedStatement query =
                connection.prepareStatement("select sequence_number from open_scopes where persistence_id = ?")) {
            query.setString(1, id);
            try (ResultSet row = query.executeQuery()) {
                if (row.next() && row.getLong(1) >= sequenceNumber) {
                    return;
                }
            }
        }
        try (PreparedStatement merge = connection.prepareStatement(
                "merge into open_scopes (persistence_id, sequence_number, is_open) key (persistence_id) values (?, ?, ?)")) {
            merge.setString(1, id);
            merge.setLong(2, sequenceNumber);
            merge.setBoolean(3, created);
            merge.executeUpdate();
        }
    }

    private static Set<ScopeKey> open(Connection connection) throws SQLException {
        Set<ScopeKey> scopes = new HashSet<>();
        try (PreparedStatement query =
                        connection.prepareStatement("select persistence_id from open_scopes where is_open");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                scopes.add(ScopeKey.ofEntityId(row.getString(1).substring(PREFIX.length())));
            }
        }
        return scopes;
    }
}
