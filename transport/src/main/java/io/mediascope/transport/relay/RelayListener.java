package io.mediascope.transport.relay;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a relay tells its agent. Called on the relay's loop: must return at once and never block. */
public interface RelayListener {
    /**
     * A participant's media of one type travels differently from now on.
     *
     * @param transport null when no path is left
     * @param detail {@code udp}, {@code tls}, {@code ice-tcp}
     * @param remote the client's public endpoint, null when unknown
     */
    void transportChanged(
            String sessionId,
            MediaType type,
            @Nullable Transport transport,
            String detail,
            @Nullable InetSocketAddress remote);

    /** The multiplexed socket's public endpoint of a participant was proved by STUN: a candidate for peer to peer. */
    void muxPathProved(String sessionId, InetSocketAddress remote);

    /**
     * Media of a participant came from an address that it has not proved: it should send Bindings now. At most each 500 ms per
     * participant.
     */
    default void probeWanted(String sessionId) {}

    /** The layers of a track that anyone receives have changed. */
    void layersNeeded(String sessionId, String trackId, Set<LayerName> needed);

    /**
     * Who speaks, loudest first, has changed; at most each 300 ms. Only participants whose packets carry audio levels (WebRTC) are
     * heard of.
     */
    default void speakersChanged(List<SpeakerLevel> speakers) {}
}
