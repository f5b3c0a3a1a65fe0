package io.mediascope.cluster.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The tables of a keyspace: those of Akka's plug-in, which makes its own statements, and ours. */
final class CassandraTables {
    /** Read as one partition each; many, so that the marks of deleted rows are few in each. */
    static final int OPEN_SLICES = 128;

    private static final List<String> OF_THE_PLUGIN = List.of(
            "messages",
            "tag_views",
            "tag_write_progress",
            "tag_scanning",
            "metadata",
            "all_persistence_ids",
            "snapshots");
    private static final String OPEN_SCOPES = "open_scopes";
    private static final String PROBE = "journal_probe";
    private static final String BEGINNING = "journal_beginning";

    /** How the plug-in wants it; a day early, for clocks that are wrong. */
    private static final DateTimeFormatter BUCKET =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HH:'00'").withZone(ZoneOffset.UTC);

    private static final Duration EARLY = Duration.ofDays(1);

    private final String keyspace;

    CassandraTables(String keyspace) {
        this.keyspace = keyspace;
    }

    String keyspace() {
        return keyspace;
    }

    String messages() {
        return keyspace + ".messages";
    }

    String openScopes() {
        return keyspace + "." + OPEN_SCOPES;
    }

    String probe() {
        return keyspace + "." + PROBE;
    }

    boolean areIn(CqlSession session) {
        Optional<KeyspaceMetadata> found = session.getMetadata().getKeyspace(keyspace);
        return found.isPresent()
                && OF_THE_PLUGIN.stream()
                        .allMatch(name -> found.get().getTable(name).isPresent())
                && found.get().getTable(OPEN_SCOPES).isPresent()
                && found.get().getTable(PROBE).isPresent()
                && found.get().getTable(BEGINNING).isPresent();
    }

    /** Before this hour nothing was written: who reads all events begins there, hour by hour. */
    String firstBucket(CqlSession session) {
        Row row = session.execute("select first_bucket from " + keyspace + "." + BEGINNING + " where id = 1")
                .one();
        return Objects.requireNonNull(row == null ? null : row.getString(0), "the schema's beginning");
    }

    /**
     * Makes ours. A row of an open scope that comes back after its deletion costs one wake, so that the marks of deletions need not be kept
     * for the ten days that Cassandra keeps them otherwise.
     */
    List<String> statements(Clock clock) {
        String bucket = BUCKET.format(Instant.ofEpochMilli(clock.millis()).minus(EARLY));
        return List.of(
                "create table if not exists " + openScopes()
                        + " (slice int, scope text, life bigint, primary key (slice, scope, life)) with"
                        + " gc_grace_seconds = 3600",
                "create table if not exists " + probe() + " (id int primary key, probes bigint)",
                "create table if not exists " + keyspace + "." + BEGINNING + " (id int primary key, first_bucket text)",
                "insert into " + keyspace + "." + BEGINNING + " (id, first_bucket) values (1, '" + bucket
                        + "') if not exists");
    }
}
