package io.mediascope.cluster.settings;

import java.util.List;

/**
 * The relay loops and their sockets. Loop {@code i} has each base port + {@code i}; a base of 0 = any free ports.
 *
 * @param bindAddresses local addresses, one socket each; the wildcard only on hosts with one address
 * @param advertisedAddresses what clients are told, one per bind address; empty = the bind addresses
 * @param loops 1 to 256
 * @param openBindingsPerSecond STUN requests without credentials that each loop answers
 * @param ownMachine whether browsers on this machine are served at its outer address too when all bind addresses are loopback
 */
public record UdpSettings(
        boolean enabled,
        List<String> bindAddresses,
        List<String> advertisedAddresses,
        int audioPort,
        int videoPort,
        int muxPort,
        int loops,
        int openBindingsPerSecond,
        boolean ownMachine) {
    private static final String PATH = "mediascope.udp.";
    private static final int MAX_DEFAULT_LOOPS = 4;

    static UdpSettings create(Checked checked) {
        int loops = checked.atLeast(PATH + "loops", 0);
        if (loops > 256) {
            throw new NodeStartException(PATH + "loops is " + loops + "; it must be 0 (one per core) to 256");
        }
        List<String> bind = checked.texts(PATH + "bind-addresses");
        List<String> advertised = checked.texts(PATH + "advertised-addresses");
        if (bind.isEmpty()) {
            throw new NodeStartException(PATH + "bind-addresses is empty; it must name at least one local address");
        }
        if (!advertised.isEmpty() && advertised.size() != bind.size()) {
            throw new NodeStartException(PATH + "advertised-addresses has " + advertised.size()
                    + " entries; it must have one per entry of bind-addresses (" + bind.size() + ") or none");
        }
        return new UdpSettings(
                checked.flag(PATH + "enabled"),
                bind,
                advertised,
                checked.port(PATH + "audio-port"),
                checked.port(PATH + "video-port"),
                checked.port(PATH + "mux-port"),
                loops == 0 ? Math.min(Runtime.getRuntime().availableProcessors(), MAX_DEFAULT_LOOPS) : loops,
                checked.atLeast(PATH + "open-bindings-per-second", 0),
                checked.flag(PATH + "own-machine"));
    }
}
