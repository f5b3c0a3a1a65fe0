package io.mediascope.transport.relay.udp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;

/** The only handler of a UDP socket: hands datagrams to the sink and releases them. */
final class UdpHandler extends ChannelInboundHandlerAdapter {
    private final UdpSocket socket;
    private final DatagramSink sink;

    UdpHandler(UdpSocket socket, DatagramSink sink) {
        this.socket = socket;
        this.sink = sink;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof DatagramPacket packet) {
                sink.datagram(socket, packet.content(), packet.sender());
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        sink.batchEnd();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        socket.sendFailed();
    }
}
