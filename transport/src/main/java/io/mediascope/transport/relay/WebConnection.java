package io.mediascope.transport.relay;

import io.mediascope.media.model.Transport;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WebSection;
import io.mediascope.transport.web.PeerConnection;
import io.mediascope.transport.web.WebMedia;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What publishers' and subscribers' peer connections have in common: their place at the participant and their path. */
abstract class WebConnection implements WebMedia {
    private final WebSide side;
    private final PeerConnection connection;
    private @Nullable Transport transport;
    private String detail = "";
    private @Nullable InetSocketAddress remote;
    private boolean carries;
    private boolean closed;

    WebConnection(WebSide side, PeerConnection connection) {
        this.side = side;
        this.connection = connection;
    }

    @Override
    public final void connected(long nowNs) {
        carries = true;
        side.carries(this);
        begin(nowNs);
    }

    @Override
    public final void pathChanged(
            @Nullable Transport changed, String changedDetail, @Nullable InetSocketAddress changedRemote) {
        transport = changed;
        detail = changedDetail;
        remote = changedRemote;
        side.pathChanged();
    }

    @Override
    public final void closed() {
        if (!closed) {
            closed = true;
            carries = false;
            transport = null;
            end();
            side.closed(this);
        }
    }

    /** What was negotiated; may come again. */
    abstract void sections(List<WebSection> sections);

    /** Media may flow. */
    abstract void begin(long nowNs);

    /** Media flows no more. */
    abstract void end();

    final PeerConnection connection() {
        return connection;
    }

    final WebSide side() {
        return side;
    }

    final PeerRole role() {
        return connection.role();
    }

    /** Whether media may flow. */
    final boolean carries() {
        return carries;
    }

    final @Nullable Transport transport() {
        return transport;
    }

    final String detail() {
        return detail;
    }

    final @Nullable InetSocketAddress remote() {
        return remote;
    }
}
