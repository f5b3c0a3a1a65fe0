package io.mediascope.transport.relay;

import java.util.List;

/**
 * How a node's relay loops are made.
 *
 * @param loops event loops, 1 to 256; each has an audio, a video and a multiplexed socket on every bind address
 * @param udp false = no UDP sockets at all: media travels over media connections only
 * @param bindAddresses local addresses (literals); the wildcard only on a host with one address, and then with an
 *     advertised address
 * @param advertisedAddresses what clients are told, one for each bind address; empty = the bind addresses
 * @param audioPort base port; loop n uses base + n; 0 = any free port
 * @param videoPort likewise
 * @param muxPort likewise
 * @param segmentation whether UDP segmentation offload may be used where the start-up check finds it working
 * @param nativeTransport false forces NIO where epoll would be there
 * @param socketBufferBytes SO_RCVBUF and SO_SNDBUF asked for; the system may give less
 * @param queuePackets bound of each loop's queue from media connections
 * @param openBindingsPerSecond Bindings without credentials answered per loop
 * @param ownMachine whether browsers on this machine are served at its outer address as well when all bind addresses are loopback
 */
public record RelayEngineSettings(
        int loops,
        boolean udp,
        List<String> bindAddresses,
        List<String> advertisedAddresses,
        int audioPort,
        int videoPort,
        int muxPort,
        boolean segmentation,
        boolean nativeTransport,
        int socketBufferBytes,
        int queuePackets,
        int openBindingsPerSecond,
        boolean ownMachine) {
    public static final int DEFAULT_SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;
    public static final int DEFAULT_QUEUE_PACKETS = 16 * 1024;
    public static final int DEFAULT_OPEN_BINDINGS_PER_SECOND = 500;

    public RelayEngineSettings {
        bindAddresses = List.copyOf(bindAddresses);
        advertisedAddresses = List.copyOf(advertisedAddresses);
        require(loops >= 1 && loops <= 256, "loops must be 1 to 256, is " + loops);
        require(!udp || !bindAddresses.isEmpty(), "bindAddresses must name at least one local address");
        require(
                advertisedAddresses.isEmpty() || advertisedAddresses.size() == bindAddresses.size(),
                "advertisedAddresses must be empty or name one address for each of bindAddresses");
        require(queuePackets >= 16, "queuePackets must be at least 16, is " + queuePackets);
        requirePort("audioPort", audioPort, loops);
        requirePort("videoPort", videoPort, loops);
        requirePort("muxPort", muxPort, loops);
    }

    /** One loop on any free ports of 127.0.0.1. */
    public static RelayEngineSettings loopback() {
        return of(1, List.of("127.0.0.1"), List.of(), 0, 0, 0);
    }

    /** The given addresses and ports; everything else as it should be. */
    public static RelayEngineSettings of(
            int loops,
            List<String> bindAddresses,
            List<String> advertisedAddresses,
            int audioPort,
            int videoPort,
            int muxPort) {
        return new RelayEngineSettings(
                loops,
                true,
                bindAddresses,
                advertisedAddresses,
                audioPort,
                videoPort,
                muxPort,
                true,
                true,
                DEFAULT_SOCKET_BUFFER_BYTES,
                DEFAULT_QUEUE_PACKETS,
                DEFAULT_OPEN_BINDINGS_PER_SECOND,
                false);
    }

    private static void requirePort(String name, int port, int loops) {
        require(
                port >= 0 && (port == 0 || port + loops - 1 <= 65_535),
                name + " must be 0 or 1 to " + (65_536 - loops) + ", is " + port);
    }

    private static void require(boolean holds, String text) {
        if (!holds) {
            throw new IllegalArgumentException(text);
        }
    }
}
