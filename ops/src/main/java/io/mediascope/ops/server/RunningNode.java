package io.mediascope.ops.server;

import io.mediascope.cluster.MediascopeNode;
import io.mediascope.cluster.UdpPorts;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.cluster.settings.NodeStartException;
import io.mediascope.ops.ProductVersion;
import io.mediascope.ops.http.HttpApi;
import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.node.NodeFolder;
import io.mediascope.ops.node.NodeProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A whole node in this process: the node itself, its HTTP server, and the file by which commands find it. Safe from any
 * thread.
 */
public final class RunningNode implements AutoCloseable {
    private final MediascopeNode node;
    private final NodeFolder folder;
    private final NodeFile file;

    private RunningNode(MediascopeNode node, NodeFolder folder, NodeFile file) {
        this.node = node;
        this.folder = folder;
        this.file = file;
    }

    /**
     * Starts everything and waits until clients may come.
     *
     * @throws NodeStartException with one clear line; nothing is left running then
     */
    public static RunningNode start(NodeSettings settings) {
        MediascopeNode node = MediascopeNode.start(settings);
        try {
            return publish(node, settings);
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    public MediascopeNode node() {
        return node;
    }

    /** What stands in the node's file. */
    public NodeFile file() {
        return file;
    }

    /** Removes the file and stops the node; waits for it. Closing twice changes nothing. */
    @Override
    public void close() {
        try {
            folder.remove(file.pid());
        } catch (IOException e) {
            // A file that stays is recognized as stale by its dead process.
        }
        node.close();
    }

    private static RunningNode publish(MediascopeNode node, NodeSettings settings) {
        String adminToken = randomToken();
        InetSocketAddress http = HttpApi.start(node, adminToken);
        NodeFolder folder = NodeFolder.of(settings.dataDir());
        NodeFile file = describe(node, http, adminToken);
        try {
            folder.write(file);
        } catch (IOException e) {
            throw new NodeStartException("cannot write " + folder.nodeFile() + ": " + e.getMessage(), e);
        }
        return new RunningNode(node, folder, file);
    }

    private static NodeFile describe(MediascopeNode node, InetSocketAddress http, String adminToken) {
        UdpPorts udp = node.udpPorts();
        return new NodeFile(
                ProcessHandle.current().pid(),
                NodeProcess.ownStartMs(),
                reachable(http.getAddress()),
                http.getPort(),
                node.settings().link().advertisedHost(),
                node.linkPort(),
                new NodeFile.Udp(udp.audio(), udp.video(), udp.mux()),
                node.member(),
                adminToken,
                node.certificateFingerprint(),
                ProductVersion.TEXT);
    }

    /** Where commands of this machine reach a server that listens on {@code bound}. */
    private static String reachable(InetAddress bound) {
        return bound.isAnyLocalAddress() ? "127.0.0.1" : bound.getHostAddress();
    }

    private static String randomToken() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
