package io.mediascope.ops.cluster.cassandra;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of Cassandra's JVM. */
final class CassandraCommand {
    private static final String MAIN = "org.apache.cassandra.service.CassandraDaemon";

    /** A small heap, a quick start, no compiler threads that would take the nodes' cores. */
    private static final List<String> FLAGS = List.of(
            "-Xms128m",
            "-Xmx512m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:MaxDirectMemorySize=256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+PerfDisableSharedMem",
            "-Djava.net.preferIPv4Stack=true",
            "-Djdk.attach.allowAttachSelf=true",
            "-Djava.security.manager=allow",
            "-Djna.nosys=true",
            "-Dio.netty.tryReflectionSetAccessible=true",
            "-Dcassandra.ring_delay_ms=100",
            "-Dcassandra.skip_wait_for_gossip_to_settle=0",
            "-Dcassandra-foreground=yes",
            "-Dcassandra.shutdown_announce_in_ms=0");

    private static final List<String> EXPORTS = List.of(
            "java.base/jdk.internal.misc",
            "java.base/java.lang.ref",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.sql/java.sql",
            "jdk.unsupported/sun.misc",
            "jdk.compiler/com.sun.tools.javac.file",
            "jdk.attach/sun.tools.attach");

    private static final List<String> OPENS = List.of(
            "java.base/java.lang.module",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/jdk.internal.util.jar",
            "java.base/sun.nio.ch",
            "java.base/java.io",
            "java.base/java.nio",
            "java.base/java.lang.reflect",
            "java.base/java.lang",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "jdk.management/com.sun.management.internal",
            "jdk.compiler/com.sun.tools.javac");

    private CassandraCommand() {}

    /**
     * @param folder where it keeps its data
     * @param conf its configuration folder
     */
    static List<String> of(CassandraLibraries libraries, Path folder, Path conf) {
        List<String> command = new ArrayList<>();
        command.add(CassandraJava.find().toString());
        command.addAll(FLAGS);
        EXPORTS.forEach(name -> command.add("--add-exports=" + name + "=ALL-UNNAMED"));
        OPENS.forEach(name -> command.add("--add-opens=" + name + "=ALL-UNNAMED"));
        command.add("-javaagent:" + libraries.jar("jamm-"));
        command.add("-Dcassandra.config=" + conf.resolve("cassandra.yaml").toUri());
        command.add("-Dcassandra.storagedir=" + folder);
        command.add("-cp");
        command.add(conf + ":" + libraries.folder() + "/*");
        command.add(MAIN);
        return command;
    }
}
