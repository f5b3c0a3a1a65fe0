package io.mediascope.transport.door;

import io.netty.channel.ChannelHandler;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who serves what the front door itself does not.
 *
 * @param iceTcp connections that begin with a framed STUN Binding (RFC 4571, RFC 6544): called once for each, the handler is put at
 *     the end of its pipeline and gets every byte of it. The connection counts as half-open, with the deadline of a link, until the
 *     handler calls {@link FrontDoor#admit}. Null: counted and closed
 */
public record DoorExtensions(@Nullable Supplier<? extends ChannelHandler> iceTcp) {
    /** Serves nothing. */
    public static DoorExtensions none() {
        return new DoorExtensions(null);
    }
}
