package io.mediascope.ops.cli;

import io.mediascope.cluster.credentials.CreatedApplication;
import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.server.RunningNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code up} says once the node is ready. */
final class UpReport {
    /** Ends the report; the start in the background waits for the node's file, not for this line. */
    static final String READY = "mediascope: ready";

    private UpReport() {}

    static void print(RunningNode node, PrintWriter out) {
        NodeFile file = node.file();
        out.println("mediascope: started");
        out.println("  HTTP      " + file.httpUrl());
        out.println("  link      " + file.linkHost() + ":" + file.linkPort() + " (TLS, SHA-256 " + file.tlsFingerprint()
                + ")");
        out.println("  UDP       " + udp(file));
        out.println("  data      " + node.node().settings().dataDir());
        node.node().firstApplication().ifPresent(created -> print(created, out));
        out.println(READY + " (pid " + file.pid() + ")");
        out.flush();
    }

    /** UDP ports as ranges: the loops' ports follow each other unless the system chose them. */
    static String udp(NodeFile file) {
        return "audio " + ports(file.udp().audio()) + ", video "
                + ports(file.udp().video()) + ", multiplexed "
                + ports(file.udp().mux());
    }

    private static String ports(List<Integer> ports) {
        if (ports.isEmpty()) {
            return "off";
        }
        int first = ports.get(0);
        int last = ports.get(ports.size() - 1);
        boolean range = ports.size() > 1;
        for (int i = 0; i < ports.size(); i++) {
            range &= ports.get(i) == first + i;
        }
        return range ? first + "-" + last : ports.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static void print(CreatedApplication created, PrintWriter out) {
        out.println("  first application, made now (its secret is shown this once):");
        out.println("    application  " + created.application().id());
        out.println("    key          " + created.key().keyId());
        out.println("    secret       " + created.key().secret());
    }
}
