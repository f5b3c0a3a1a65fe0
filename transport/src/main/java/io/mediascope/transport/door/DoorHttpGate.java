package io.mediascope.transport.door;

import io.mediascope.transport.http.HttpGate;
import io.mediascope.transport.http.HttpLimits;
import io.netty.channel.Channel;

/** HTTP on the front door's ports: what a request means for a connection that stays a stranger, and links over WebSockets. */
final class DoorHttpGate implements HttpGate {
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
    public HttpLimits limits() {
        return door.settings().http();
    }

    @Override
    public void served(Channel channel) {
        door.count(DoorCounter.HTTP_REQUESTS);
        door.plain().busy(channel);
        Stranger stranger = Stranger.of(channel);
        if (stranger != null) {
            stranger.deadlineFrom(System.nanoTime(), limits().idleFor());
        }
    }

    @Override
    public void answered(Channel channel) {
        if (!secure) {
            door.plain().idle(channel);
        }
    }

    @Override
    public void tooSlow() {
        door.count(DoorCounter.HTTP_TOO_SLOW);
    }

    @Override
    public void tooMany() {
        door.count(DoorCounter.HTTP_TOO_MANY);
    }

    @Override
    public void linkOpened(Channel channel) {
        door.plain().left(channel);
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
