package io.mediascope.transport.relay.udp;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/** Takes what a loop's sockets receive. Called on the loop; must not throw. */
public interface DatagramSink {
    /** One datagram, of any bytes. {@code content} is valid during the call only. */
    void datagram(UdpSocket socket, ByteBuf content, InetSocketAddress sender);

    /** The end of a read batch: now send what was gathered. */
    void batchEnd();
}
