package io.mediascope.ops.cluster.cassandra;

import io.mediascope.ops.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
        CassandraPorts ports = free();
        Files.writeString(file, Json.line(ports) + "\n");
        return ports;
    }

    private static CassandraPorts free() throws IOException {
        try (ServerSocket storage = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket cql = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new CassandraPorts(storage.getLocalPort(), cql.getLocalPort());
        }
    }
}
