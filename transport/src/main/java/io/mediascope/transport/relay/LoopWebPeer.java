package io.mediascope.transport.relay;

import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.media.webrtc.PeerDescription;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.transport.web.PeerConnection;
import io.mediascope.transport.web.WebPeer;
import io.mediascope.transport.web.WebPeerListener;
import org.jspecify.annotations.Nullable;

/** Carries calls over to the relay's loop, and joins a peer connection with its media there. */
final class LoopWebPeer implements WebPeer {
    private final RelayLoop loop;
    private final PeerConnection connection;
    private final WebPeerListener listener;
    private @Nullable WebConnection media;
    private @Nullable PeerDescription described;
    private boolean closed;

    LoopWebPeer(RelayLoop loop, PeerConnection connection, WebPeerListener listener) {
        this.loop = loop;
        this.connection = connection;
        this.listener = listener;
    }

    @Override
    public LocalPeer local() {
        return connection.local();
    }

    @Override
    public LocalPeer restartIce() {
        return connection.restartIce();
    }

    @Override
    public void apply(PeerDescription remote) {
        loop.execute(() -> describe(remote));
    }

    @Override
    public void close() {
        loop.execute(() -> {
            closed = true;
            connection.close();
        });
    }

    /** Its participant is there; on the loop. */
    void open(WebSide side) {
        if (closed) {
            return;
        }
        WebConnection opened = connection.role() == PeerRole.PUBLISHER
                ? new WebPublisher(side, connection)
                : new WebSubscriber(side, connection, listener);
        media = opened;
        connection.open(opened);
        side.opened(opened);
        if (described != null) {
            describe(described);
        }
    }

    /** It will never carry; on the loop. */
    void refuse(String reason) {
        if (!closed) {
            closed = true;
            connection.close();
            listener.failed(reason);
        }
    }

    private void describe(PeerDescription remote) {
        described = remote;
        if (media != null) {
            connection.describe(remote);
            media.sections(remote.sections());
        }
    }
}
