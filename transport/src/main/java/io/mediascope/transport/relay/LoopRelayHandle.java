package io.mediascope.transport.relay;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.routing.RoutingDelta;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.transport.door.MediaChannel;
import io.mediascope.transport.web.WebPeer;
import io.mediascope.transport.web.WebPeerListener;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** Carries calls over to the relay's loop: control as tasks, which are never lost; packets through the bounded queue. */
final class LoopRelayHandle implements RelayHandle {
    private final RelayId id;
    private final RelayLoop loop;
    private final MediaRelay relay;

    LoopRelayHandle(RelayId id, RelayLoop loop, MediaRelay relay) {
        this.id = id;
        this.loop = loop;
        this.relay = relay;
    }

    @Override
    public RelayId id() {
        return id;
    }

    @Override
    public int loopIndex() {
        return loop.index();
    }

    @Override
    public RelayEndpoints endpoints() {
        return loop.endpoints();
    }

    @Override
    public void apply(RoutingDelta delta, Consumer<Long> applied) {
        loop.execute(() -> applied.accept(relay.apply(delta)));
    }

    @Override
    public void attach(String sessionId, MediaChannel channel) {
        loop.execute(() -> relay.attach(sessionId, channel));
    }

    @Override
    public void detach(String sessionId, MediaChannel channel) {
        loop.execute(() -> relay.detach(sessionId, channel));
    }

    @Override
    public void received(String sessionId, MediaType type, ByteBuf packet) {
        loop.channelQueue().offer(relay, sessionId, type, packet);
    }

    @Override
    public void selected(String sessionId, MediaType type, long sequence) {
        loop.execute(() -> relay.selected(sessionId, type, sequence));
    }

    @Override
    public WebPeer openWebPeer(String sessionId, PeerRole role, WebPeerListener listener) {
        LoopWebPeer peer = new LoopWebPeer(loop, loop.webPeers().create(role, listener), listener);
        loop.execute(() -> relay.open(sessionId, peer));
        return peer;
    }

    @Override
    public void statistics(Consumer<RelayStatistics> reader) {
        loop.execute(() -> reader.accept(StatisticsReader.read(relay, System.nanoTime())));
    }

    @Override
    public void close() {
        loop.execute(() -> loop.close(relay));
    }
}
