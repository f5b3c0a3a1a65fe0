package io.mediascope.transport.door;

import io.netty.channel.ChannelHandler;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who serves what the front door itself does not: called once for each connection, the handler is put at the end of its
 * pipeline and gets every byte of it (for HTTP: decrypted). Null: counted and closed.
 *
 * <p>The connection counts as half-open, with the deadline of a link, until the handler calls {@link FrontDoor#admit}.
 *
 * @param iceTcp connections that begin with a framed STUN Binding (RFC 4571, RFC 6544)
 * @param http TLS connections with ALPN {@code http/1.1}
 */
public record DoorExtensions(
        @Nullable Supplier<? extends ChannelHandler> iceTcp, @Nullable Supplier<? extends ChannelHandler> http) {
    /** Serves neither. */
    public static DoorExtensions none() {
        return new DoorExtensions(null, null);
    }
}
