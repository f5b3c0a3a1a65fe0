package io.mediascope.it.support;

import io.mediascope.cluster.UdpPorts;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Stands at another loopback address before the UDP ports of a node, which names it as its own, and keeps a copy of every datagram that
 * the node sends.
 */
public final class UdpTap implements AutoCloseable {
    /** What the node has to advertise. */
    public static final String ADDRESS = "127.0.0.2";

    private final Set<DatagramSocket> sockets = ConcurrentHashMap.newKeySet();
    private final List<Map<SocketAddress, DatagramSocket>> ways = new CopyOnWriteArrayList<>();
    private final Queue<byte[]> fromNode = new ConcurrentLinkedQueue<>();

    public static UdpTap before(UdpPorts ports) throws IOException {
        UdpTap tap = new UdpTap();
        List<Integer> all = Stream.of(ports.audio(), ports.video(), ports.mux())
                .flatMap(List::stream)
                .toList();
        for (int port : all) {
            DatagramSocket door = new DatagramSocket(new InetSocketAddress(ADDRESS, port));
            tap.sockets.add(door);
            daemon(() -> tap.fromClients(door, new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port)));
        }
        return tap;
    }

    /** Gives every client another port at the node, as a NAT does that has lost its table; what is sent to the old ones is lost. */
    public void rebind() {
        for (Map<SocketAddress, DatagramSocket> ofDoor : ways) {
            synchronized (ofDoor) {
                ofDoor.values().forEach(DatagramSocket::close);
                ofDoor.clear();
            }
        }
    }

    /** Datagrams of the node that begin as RTP of this SSRC (RFC 3550 section 5.1), in order. */
    public List<byte[]> rtp(int ssrc) {
        return fromNode.stream()
                .filter(d -> d.length > 12 && (d[0] & 0xc0) == 0x80 && ssrcOf(d) == ssrc)
                .collect(Collectors.toList());
    }

    private static int ssrcOf(byte[] d) {
        return (d[8] & 0xff) << 24 | (d[9] & 0xff) << 16 | (d[10] & 0xff) << 8 | (d[11] & 0xff);
    }

    private interface Io {
        void run() throws IOException;
    }

    private static void daemon(Io task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // closed
                    }
                },
                "udp-tap");
        thread.setDaemon(true);
        thread.start();
    }

    /** One socket for each client, so that the node tells them apart. */
    private void fromClients(DatagramSocket door, SocketAddress node) throws IOException {
        Map<SocketAddress, DatagramSocket> ofDoor = new HashMap<>();
        ways.add(ofDoor);
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        while (true) {
            packet.setLength(2048);
            door.receive(packet);
            SocketAddress client = packet.getSocketAddress();
            synchronized (ofDoor) {
                DatagramSocket way = ofDoor.get(client);
                if (way == null) {
                    way = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
                    sockets.add(way);
                    ofDoor.put(client, way);
                    DatagramSocket made = way;
                    daemon(() -> toClient(made, door, client));
                }
                way.send(new DatagramPacket(packet.getData(), packet.getLength(), node));
            }
        }
    }

    private void toClient(DatagramSocket way, DatagramSocket door, SocketAddress client) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        while (true) {
            packet.setLength(2048);
            way.receive(packet);
            fromNode.add(Arrays.copyOf(packet.getData(), packet.getLength()));
            door.send(new DatagramPacket(packet.getData(), packet.getLength(), client));
        }
    }

    @Override
    public void close() {
        sockets.forEach(DatagramSocket::close);
    }
}
