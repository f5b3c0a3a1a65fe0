package io.mediascope.transport.door;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** Where connections come from, as limits see it: an IPv4 address, or an IPv6 /64 network, which is one subscriber. */
record Source(boolean ipv6, long prefix) {
    static Source of(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet) || inet.isUnresolved()) {
            return new Source(false, 0);
        }
        ByteBuffer bytes = ByteBuffer.wrap(inet.getAddress().getAddress());
        return inet.getAddress() instanceof Inet6Address
                ? new Source(true, bytes.getLong())
                : new Source(false, bytes.getInt());
    }
}
