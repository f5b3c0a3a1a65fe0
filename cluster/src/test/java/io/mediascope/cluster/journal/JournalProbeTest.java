package io.mediascope.cluster.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mediascope.cluster.settings.DataFolder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which the database refuses for a while has to end when its cause ends. */
class JournalProbeTest {
    @TempDir
    Path folder;

    private EmbeddedDatabase database;
    private JournalProbe probe;

    @BeforeEach
    void open() {
        database = EmbeddedDatabase.open(folder);
        probe = JournalProbe.start(database, Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(probe.up()).isTrue();
    }

    @AfterEach
    void close() {
        probe.close();
        database.close();
    }

    /** 1 lets the others' connections stand and refuses them, 2 closes them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldRecoverWhenExclusiveModeIsGivenBack(int mode) throws SQLException {
        try (Connection fault = other()) {
            execute(fault, "set exclusive " + mode);
            await().atMost(Duration.ofSeconds(10)).until(() -> !probe.up());
            execute(fault, "set exclusive 0");
        }
        await().atMost(Duration.ofSeconds(15)).until(probe::up);
        assertThatCode(this::useAllConnections).doesNotThrowAnyException();
    }

    /** As after an error of the disk: the store is closed at once, whatever is open. */
    @Test
    void shouldRecoverWhenTheDatabaseWasShutDown() throws SQLException {
        List<Connection> users = new ArrayList<>();
        for (int i = 0; i < JournalDatabase.THREADS; i++) {
            users.add(database.dataSource().getConnection());
        }
        try (Connection fault = other()) {
            execute(fault, "shutdown immediately");
        }
        users.forEach(user -> assertThatThrownBy(user::close).isInstanceOf(SQLException.class));
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            useAllConnections();
            assertThat(probe.up()).isTrue();
        });
    }

    @Test
    void shouldKeepAConnectionWhoseStatementWasAtFault() {
        DropDoubtful rule = new DropDoubtful();
        assertThat(rule.adjudicate(new SQLException("", "23505"))).hasToString("DO_NOT_EVICT");
        assertThat(rule.adjudicate(new SQLException("", "90121"))).hasToString("MUST_EVICT");
        assertThat(rule.adjudicate(new SQLException("no state"))).hasToString("MUST_EVICT");
    }

    private void useAllConnections() throws SQLException {
        List<Connection> all = new ArrayList<>();
        try {
            for (int i = 0; i < JournalDatabase.THREADS + 2; i++) {
                Connection connection = database.dataSource().getConnection();
                all.add(connection);
                execute(connection, "select max(\"ordering\") from \"event_journal\"");
            }
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
    }

    private Connection other() throws SQLException {
        return DriverManager.getConnection("jdbc:h2:file:" + DataFolder.databaseIn(folder)
                + ";DATABASE_TO_UPPER=false;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
