package io.mediascope.cluster.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The tables of akka-persistence-jdbc, from the script in its jar, made so that a start that was cut off can be repeated. */
final class JournalSchema {
    private static final String SCRIPT = "/schema/h2/h2-create-schema.sql";

    private JournalSchema() {}

    static void create(DataSource database) throws SQLException {
        // One index of the script lacks the clause that all other statements have.
        String script = read().replace("CREATE UNIQUE INDEX \"", "CREATE UNIQUE INDEX IF NOT EXISTS \"");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : script.split(";")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    private static String read() {
        try (InputStream script =
                akka.persistence.jdbc.query.javadsl.JdbcReadJournal.class.getResourceAsStream(SCRIPT)) {
            if (script == null) {
                throw new IllegalStateException("the class path has no " + SCRIPT);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
