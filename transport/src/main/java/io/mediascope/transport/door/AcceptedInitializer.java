package io.mediascope.transport.door;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;

/** Registers each new connection and looks at its first bytes. */
final class AcceptedInitializer extends ChannelInitializer<Channel> {
    private final DoorContext door;

    AcceptedInitializer(DoorContext door) {
        this.door = door;
    }

    @Override
    protected void initChannel(Channel channel) {
        door.count(DoorCounter.ACCEPTED);
        long nowNs = System.nanoTime();
        Source source = Source.of(channel.remoteAddress());
        if (!door.acceptRate().allows(source, nowNs)) {
            door.count(DoorCounter.ACCEPT_RATE_REFUSED);
            channel.close();
            return;
        }
        Stranger.arrived(door, channel, source, nowNs);
        channel.pipeline().addLast(new FirstBytesHandler(door));
    }
}
