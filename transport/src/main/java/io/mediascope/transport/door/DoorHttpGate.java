package io.mediascope.transport.door;

import io.mediascope.transport.http.HttpGate;
import io.netty.channel.Channel;
import java.time.Duration;

/** HTTP on the front door's ports: what a request means for a connection that stays a stranger, and links over WebSockets. */
final class DoorHttpGate implements HttpGate {
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final DoorContext door;
    private final boolean secure;

    DoorHttpGate(DoorContext door, boolean secure) {
        this.door = door;
        this.secure = secure;
    }

    @Override
    public boolean secure() {
        return secure;
    }

    @Override
    public void served(Channel channel) {
        door.count(DoorCounter.HTTP_REQUESTS);
        Stranger stranger = Stranger.of(channel);
        if (stranger != null) {
            stranger.deadlineFrom(System.nanoTime(), IDLE);
        }
    }

    @Override
    public void linkOpened(Channel channel) {
        long nowNs = System.nanoTime();
        if (Stranger.of(channel) == null) {
            Stranger.arrived(door, channel, Source.of(channel.remoteAddress()), nowNs);
        }
        Stranger stranger = Stranger.of(channel);
        if (stranger != null) {
            stranger.deadlineFrom(nowNs, door.settings().link().authTimeout());
            door.count(DoorCounter.WEB_SOCKETS_OPENED);
            new LinkConnection(door, stranger, channel).addTo(channel.pipeline());
        }
    }
}
