package io.mediascope.transport.door;

import io.mediascope.media.model.MediaType;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What the node gives to the front door. Methods are called on front-door loops and must not block. */
public interface DoorHandlers {
    /** A new link; its first message is not here yet. */
    LinkHandler linkOpened(Link link);

    /**
     * A media connection presents its one-time ticket.
     *
     * @return where its packets go, or null to refuse it with {@code TICKET_INVALID}
     */
    @Nullable
    MediaReceiver mediaOpened(byte[] ticket, MediaChannel channel);

    /** Takes the packets of one media connection, on its front-door loop. */
    interface MediaReceiver {
        /** Takes ownership of {@code packet}. */
        void received(MediaType type, ByteBuf packet);

        /** The client wants this media type over this connection; {@code sequence} orders it against STUN Bindings. */
        void selected(MediaType type, long sequence);

        /** Called once. */
        void closed();
    }
}
