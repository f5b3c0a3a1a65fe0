package io.mediascope.transport.relay;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.routing.RoutingDelta;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.transport.door.MediaChannel;
import io.mediascope.transport.web.WebPeer;
import io.mediascope.transport.web.WebPeerListener;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** One relay, from outside of its loop. Every method is safe from any thread and returns at once. */
public interface RelayHandle {
    RelayId id();

    /** The loop's index, the first two hexadecimal digits of every ufrag on this relay. */
    int loopIndex();

    RelayEndpoints endpoints();

    /**
     * Swaps the routes on the loop.
     *
     * @param applied called on the loop after the swap with the version now in force: the delta's, or the one held when
     *     the delta did not fit (the caller then sends a full one)
     */
    void apply(RoutingDelta delta, Consumer<Long> applied);

    /** Media of this session may flow over {@code channel} from now on; one attached before it is closed. */
    void attach(String sessionId, MediaChannel channel);

    /** The channel has closed; ignored when another one was attached since. */
    void detach(String sessionId, MediaChannel channel);

    /**
     * A packet that came over the session's media connection. Takes ownership of {@code packet}. When the loop's queue is
     * full the packet is dropped and counted.
     */
    void received(String sessionId, MediaType type, ByteBuf packet);

    /** The client asked for this media type over its media connection; the highest {@code sequence} wins over Bindings. */
    void selected(String sessionId, MediaType type, long sequence);

    /**
     * Opens a WebRTC peer connection of a session whose route says {@code web}; one of the same role opened before is closed
     * once this one carries.
     */
    WebPeer openWebPeer(String sessionId, PeerRole role, WebPeerListener listener);

    /** Reads statistics on the loop; {@code reader} is called on the loop. */
    void statistics(Consumer<RelayStatistics> reader);

    /** Closes the relay; what arrives for it later is counted as unknown. */
    void close();
}
