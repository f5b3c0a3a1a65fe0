package io.mediascope.ops.node;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.mediascope.cluster.member.MemberId;
import java.util.List;

/**
 * What a running node leaves in its data folder, so that commands find it.
 *
 * @param pid the node's process
 * @param startedAtMs when that process began, as the operating system tells it; 0 = unknown. It tells the node from
 *     another program that was given the same pid later.
 * @param httpHost where the HTTP server listens
 * @param linkHost where clients of this machine reach the link port
 * @param udp the UDP ports, one of each per event loop
 * @param adminToken Bearer token of the admin API; new at each start
 * @param member what the node is to its cluster; whoever sees its process end reports this
 * @param tlsFingerprint SHA-256 of the link's certificate, hexadecimal, with colons
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record NodeFile(
        long pid,
        long startedAtMs,
        String httpHost,
        int httpPort,
        String linkHost,
        int linkPort,
        Udp udp,
        MemberId member,
        String adminToken,
        String tlsFingerprint,
        String version) {
    /** UDP ports, in the order of the loops. */
    public record Udp(List<Integer> audio, List<Integer> video, List<Integer> mux) {}

    /** The HTTP server's base address, without a slash at its end. */
    public String httpUrl() {
        return "http://" + (httpHost.indexOf(':') >= 0 ? "[" + httpHost + "]" : httpHost) + ":" + httpPort;
    }

    /** Without the admin token. */
    @Override
    public String toString() {
        return "NodeFile[pid=" + pid + ", http=" + httpHost + ":" + httpPort + ", link=" + linkHost + ":" + linkPort
                + "]";
    }
}
