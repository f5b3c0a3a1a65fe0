package io.mediascope.ops.cluster.cassandra;

import io.mediascope.ops.Json;
import io.mediascope.ops.node.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a Cassandra of this machine listens; chosen once per folder, because its clients keep the address.
 *
 * @param storage between Cassandras
 * @param cql for clients
 */
record CassandraPorts(int storage, int cql) {
    /** Those of the folder's first start. */
    static CassandraPorts of(Path folder) throws IOException {
        Path file = folder.resolve("ports.json");
        if (Files.exists(file)) {
            return Json.MAPPER.readValue(Files.readString(file), CassandraPorts.class);
        }
        CassandraPorts ports = new CassandraPorts(FreePorts.next(), FreePorts.next());
        Files.writeString(file, Json.line(ports) + "\n");
        return ports;
    }
}
