package io.mediascope.cluster.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where the node speaks to other nodes.
 *
 * @param port 0 = any free one
 * @param seedNodes {@code HOST:PORT} of nodes to join; empty = the node begins a cluster
 * @param insecure whether it speaks without TLS
 */
public record ClusterSettings(
        String host,
        int port,
        List<String> seedNodes,
        boolean insecure,
        String certificate,
        String privateKey,
        String authority) {
    private static final String PATH = "mediascope.cluster.";
    private static final String SSL = "akka.remote.artery.ssl.rotating-keys-engine.";

    static ClusterSettings create(Checked checked, Profile profile) {
        ClusterSettings settings = new ClusterSettings(
                checked.text(PATH + "host"),
                checked.port(PATH + "port"),
                checked.matching(
                        PATH + "seed-nodes",
                        "[A-Za-z0-9._-]+:\\d{1,5}|\\[[0-9A-Fa-f:.]+]:\\d{1,5}",
                        "HOST:PORT, for instance 10.0.0.1:25520"),
                checked.flag(PATH + "insecure"),
                checked.text(PATH + "tls.certificate"),
                checked.text(PATH + "tls.private-key"),
                checked.text(PATH + "tls.authority"));
        if (profile == Profile.CLUSTER) {
            settings.refuseWithoutTls();
        }
        return settings;
    }

    /** Artery's part of it. */
    Config artery() {
        if (insecure) {
            return ConfigFactory.parseMap(Map.of("akka.remote.artery.transport", "tcp"));
        }
        return ConfigFactory.parseMap(
                Map.of(SSL + "key-file", privateKey, SSL + "cert-file", certificate, SSL + "ca-cert-file", authority));
    }

    /** Whoever can speak to a node's cluster port can do anything with it. */
    private void refuseWithoutTls() {
        if (insecure) {
            if (!isLoopback()) {
                throw new NodeStartException(PATH + "insecure = on is taken on loopback only, but " + PATH + "host is "
                        + host + "; set " + PATH + "tls");
            }
            return;
        }
        readable("tls.certificate", certificate);
        readable("tls.private-key", privateKey);
        readable("tls.authority", authority);
        refuseEllipticKey();
    }

    private void refuseEllipticKey() {
        try {
            if (ClusterKey.isElliptic(Path.of(privateKey))) {
                throw new NodeStartException(PATH + "tls.private-key: " + privateKey
                        + " is an elliptic curve key; TLS between nodes takes RSA keys only");
            }
        } catch (IOException e) {
            throw new NodeStartException(PATH + "tls.private-key: " + privateKey + " cannot be read", e);
        }
    }

    private static void readable(String key, String file) {
        if (file.isEmpty()) {
            throw new NodeStartException("the profile 'cluster' needs TLS between nodes: " + PATH + key
                    + " is not set (on loopback, " + PATH + "insecure = on does without)");
        }
        if (!Files.isReadable(Path.of(file))) {
            throw new NodeStartException(PATH + key + ": the file " + file + " cannot be read");
        }
    }

    private boolean isLoopback() {
        try {
            boolean literal = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
            return host.equals("localhost")
                    || (literal && InetAddress.getByName(host).isLoopbackAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
