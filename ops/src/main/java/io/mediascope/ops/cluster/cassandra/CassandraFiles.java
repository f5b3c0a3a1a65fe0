package io.mediascope.ops.cluster.cassandra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Cassandra reads at its start: small buffers, one node, loopback only, no authentication. */
final class CassandraFiles {
    private static final String YAML =
            """
            cluster_name: mediascope
            num_tokens: 1
            allocate_tokens_for_local_replication_factor: 1
            partitioner: org.apache.cassandra.dht.Murmur3Partitioner
            endpoint_snitch: SimpleSnitch
            seed_provider:
              - class_name: org.apache.cassandra.locator.SimpleSeedProvider
                parameters:
                  - seeds: "127.0.0.1:%1$d"
            listen_address: 127.0.0.1
            rpc_address: 127.0.0.1
            storage_port: %1$d
            native_transport_port: %2$d
            authenticator: AllowAllAuthenticator
            authorizer: AllowAllAuthorizer
            data_file_directories:
              - %3$s/data
            commitlog_directory: %3$s/commitlog
            saved_caches_directory: %3$s/saved_caches
            hints_directory: %3$s/hints
            cdc_raw_directory: %3$s/cdc_raw
            commitlog_sync: periodic
            commitlog_sync_period: 10000ms
            commitlog_segment_size: 8MiB
            commitlog_total_space: 128MiB
            disk_access_mode: mmap_index_only
            memtable_heap_space: 128MiB
            memtable_offheap_space: 64MiB
            concurrent_compactors: 1
            auto_snapshot: false
            """;

    private static final String LOGBACK =
            """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                <encoder>
                  <pattern>%d{HH:mm:ss.SSS} %-5level %logger{20} %msg%n%ex{short}</pattern>
                </encoder>
              </appender>
              <logger name="org.apache.cassandra.utils.MBeanWrapper" level="WARN"/>
              <root level="INFO">
                <appender-ref ref="out"/>
              </root>
            </configuration>
            """;

    private CassandraFiles() {}

    /** Writes the configuration folder of a Cassandra that lives in {@code folder}, and returns it. */
    static Path write(Path folder, CassandraPorts ports) throws IOException {
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(conf.resolve("cassandra.yaml"), YAML.formatted(ports.storage(), ports.cql(), folder));
        Files.writeString(conf.resolve("logback.xml"), LOGBACK);
        return conf;
    }
}
