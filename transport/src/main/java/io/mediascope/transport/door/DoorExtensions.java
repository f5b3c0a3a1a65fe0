package io.mediascope.transport.door;

import io.mediascope.transport.http.HttpService;
import io.netty.channel.ChannelHandler;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who serves what the front door itself does not.
 *
 * @param iceTcp connections that begin with a framed STUN Binding (RFC 4571, RFC 6544): called once for each, the handler is put at
 *     the end of its pipeline and gets every byte of it. The connection counts as half-open, with the deadline of a link, until the
 *     handler calls {@link FrontDoor#admit}. Null: counted and closed
 * @param http TLS connections with ALPN {@code http/1.1}, and the plain port. Null: counted and closed
 */
public record DoorExtensions(@Nullable Supplier<? extends ChannelHandler> iceTcp, @Nullable Http http) {
    /** Serves neither. */
    public static DoorExtensions none() {
        return new DoorExtensions(null, null);
    }

    /**
     * HTTP/1.1 and WebSocket links.
     *
     * @param service answers every request
     * @param plain where the same is served without TLS, which belongs on loopback; null = nowhere
     */
    public record Http(HttpService service, @Nullable InetSocketAddress plain) {}
}
