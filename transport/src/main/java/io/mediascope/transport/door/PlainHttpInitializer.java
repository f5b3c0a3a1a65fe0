package io.mediascope.transport.door;

import io.mediascope.transport.http.HttpPort;
import io.mediascope.transport.http.HttpService;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;

/** HTTP without TLS, for this machine's own programs and pages. */
final class PlainHttpInitializer extends ChannelInitializer<Channel> {
    private final DoorContext door;
    private final HttpService service;

    PlainHttpInitializer(DoorContext door, HttpService service) {
        this.door = door;
        this.service = service;
    }

    @Override
    protected void initChannel(Channel channel) {
        door.plain().opened(channel);
        HttpPort.addTo(channel.pipeline(), service, new DoorHttpGate(door, false));
    }
}
