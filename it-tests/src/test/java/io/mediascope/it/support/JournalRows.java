package io.mediascope.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.mediascope.scope.entity.MediaScope;
import io.mediascope.scope.model.ScopeKey;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What stands in Cassandra, row by row, as no query of the product shows it: doubled numbers, and who wrote. */
public final class JournalRows {
    private JournalRows() {}

    /** @param writer of one life of the scope's actor; each has its own */
    public record Row(long sequenceNumber, String writer) {}

    /** @param contactPoint {@code HOST:PORT} */
    public static List<Row> read(String contactPoint, ScopeKey scope) {
        String[] address = contactPoint.split(":");
        try (CqlSession session = CqlSession.builder()
                .addContactPoint(new InetSocketAddress(address[0], Integer.parseInt(address[1])))
                .withLocalDatacenter("datacenter1")
                .build()) {
            return session
                    .execute(
                            "select sequence_nr, writer_uuid from mediascope.messages"
                                    + " where persistence_id = ? and partition_nr = 0",
                            MediaScope.persistenceId(scope))
                    .all()
                    .stream()
                    .map(row -> new Row(row.getLong(0), String.valueOf(row.getString(1))))
                    .toList();
        }
    }

    /** Each number once, without gaps, and never a writer who comes back after another has written. */
    public static void shouldHaveOneWriterAtATime(List<Row> rows) {
        Set<String> earlier = new HashSet<>();
        String writer = "";
        long expected = 1;
        for (Row row : rows) {
            assertThat(row.sequenceNumber()).as("sequence number in %s", rows).isEqualTo(expected++);
            if (!row.writer().equals(writer)) {
                assertThat(earlier.add(row.writer()))
                        .as("a writer came back at %s in %s", row, rows)
                        .isTrue();
                writer = row.writer();
            }
        }
    }
}
