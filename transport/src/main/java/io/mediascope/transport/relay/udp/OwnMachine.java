package io.mediascope.transport.relay.udp;

import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.relay.counters.RelayCounters;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Hands on what this machine itself sends to a socket on its outer address, and drops everything else. A datagram cannot feign
 * this: systems refuse their own address as the source of what arrives from outside (RFC 1812 section 5.3.8).
 */
public final class OwnMachine implements DatagramSink {
    /** Nothing is sent there (RFC 5737); it only makes the system say which address it would send from. */
    private static final InetSocketAddress OUTSIDE = new InetSocketAddress("198.51.100.1", 9);

    private final DatagramSink sink;
    private final RelayCounters counters;

    public OwnMachine(DatagramSink sink, RelayCounters counters) {
        this.sink = sink;
        this.counters = counters;
    }

    /** The address from which this machine reaches others; empty when it reaches none. */
    public static Optional<InetAddress> address() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(OUTSIDE);
            InetAddress address = socket.getLocalAddress();
            return address.isAnyLocalAddress() || address.isLoopbackAddress() ? Optional.empty() : Optional.of(address);
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void datagram(UdpSocket socket, ByteBuf content, InetSocketAddress sender) {
        if (sender.getAddress().equals(socket.localAddress().getAddress())) {
            sink.datagram(socket, content, sender);
        } else {
            counters.increment(RelayCounter.FOREIGN_SENDER);
        }
    }

    @Override
    public void batchEnd() {
        sink.batchEnd();
    }
}
