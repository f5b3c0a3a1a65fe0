package io.mediascope.cluster.credentials;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The SQL of applications and keys. */
final class CredentialTables {
    private static final String CREATE_APPLICATIONS = "create table if not exists applications ("
            + "id varchar(128) primary key, name varchar(200) not null, max_participants int not null, "
            + "max_participants_per_scope int not null, max_tracks_per_participant int not null, created bigint not null)";
    private static final String CREATE_KEYS = "create table if not exists api_keys ("
            + "key_id varchar(128) primary key, application_id varchar(128) not null references applications(id), "
            + "secret varchar(128) not null, created bigint not null, revoked_at bigint)";

    private final DataSource database;

    CredentialTables(DataSource database) {
        this.database = database;
    }

    /** Many nodes may start at once. */
    void create() {
        makeTable(CREATE_APPLICATIONS);
        makeTable(CREATE_KEYS);
    }

    private void makeTable(String statement) {
        Work<Boolean> work = connection -> {
            update(connection, statement + options(connection));
            return true;
        };
        try {
            inTransaction(work);
        } catch (IllegalStateException e) {
            // PostgreSQL fails where another node makes the same table just now; that one has made it by then.
            inTransaction(work);
        }
    }

    /** Whatever the server's defaults: names in any script, and ids that differ in case are two. */
    private static String options(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return product.equals("MariaDB") || product.equals("MySQL") ? " character set utf8mb4 collate utf8mb4_bin" : "";
    }

    void insert(Application application, ApiKey key) {
        inTransaction(connection -> {
            ApplicationLimits limits = application.limits();
            update(
                    connection,
                    "insert into applications values (?, ?, ?, ?, ?, ?)",
                    application.id(),
                    application.name(),
                    limits.maxParticipants(),
                    limits.maxParticipantsPerScope(),
                    limits.maxTracksPerParticipant(),
                    application.created().toEpochMilli());
            insert(connection, key);
            return true;
        });
    }

    void insert(ApiKey key) {
        inTransaction(connection -> {
            insert(connection, key);
            return true;
        });
    }

    void revoke(ApiKey key) {
        long revokedAt = key.revokedAt().orElseThrow().toEpochMilli();
        inTransaction(connection -> {
            update(connection, "update api_keys set revoked_at = ? where key_id = ?", revokedAt, key.keyId());
            return true;
        });
    }

    void updateLimits(Application application) {
        ApplicationLimits limits = application.limits();
        inTransaction(connection -> {
            update(
                    connection,
                    "update applications set max_participants = ?, max_participants_per_scope = ?, "
                            + "max_tracks_per_participant = ? where id = ?",
                    limits.maxParticipants(),
                    limits.maxParticipantsPerScope(),
                    limits.maxTracksPerParticipant(),
                    application.id());
            return true;
        });
    }

    List<Application> applications() {
        return read(
                "select id, name, max_participants, max_participants_per_scope, max_tracks_per_participant, created "
                        + "from applications",
                row -> new Application(
                        row.getString(1),
                        row.getString(2),
                        new ApplicationLimits(row.getInt(3), row.getInt(4), row.getInt(5)),
                        Instant.ofEpochMilli(row.getLong(6))));
    }

    List<ApiKey> keys() {
        return read("select key_id, application_id, secret, created, revoked_at from api_keys", row -> {
            long revokedAt = row.getLong(5);
            Optional<Instant> revoked = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(revokedAt));
            return new ApiKey(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    Instant.ofEpochMilli(row.getLong(4)),
                    revoked);
        });
    }

    private static void insert(Connection connection, ApiKey key) throws SQLException {
        update(
                connection,
                "insert into api_keys values (?, ?, ?, ?, null)",
                key.keyId(),
                key.applicationId(),
                key.secret(),
                key.created().toEpochMilli());
    }

    private static void update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private <T> List<T> read(String sql, RowReader<T> reader) {
        return inTransaction(connection -> {
            List<T> rows = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(sql);
                    ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        });
    }

    private <T> T inTransaction(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the credentials' tables cannot be used: " + e.getMessage(), e);
        }
    }

    /** Statements of one transaction. */
    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Makes an object of the current row. */
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
