package io.mediascope.scope.session;

import io.mediascope.scope.client.ClientMessage;

/** What goes to the client while its link is up; clients that may not receive media never see its keys. */
final class ClientLink {
    private final LinkPort port;
    private final String userId;
    private final boolean receives;
    private boolean open = true;

    /** @param receives whether the client may have the keys of others' media */
    ClientLink(LinkPort port, String userId, boolean receives) {
        this.port = port;
        this.userId = userId;
        this.receives = receives;
    }

    boolean isOpen() {
        return open;
    }

    void tell(ClientMessage message) {
        port.send(receives ? message : KeyFree.of(message, userId));
    }

    void rekeyed(ClientMessage.Rekeyed message, String sessionId) {
        tell(message.forClient(sessionId, receives));
    }

    /** @param ticket by which the client may come back */
    void welcome(ClientMessage.Welcome w, byte[] ticket) {
        tell(new ClientMessage.Welcome(
                w.applicationId(),
                w.scopeId(),
                w.userId(),
                w.sessionId(),
                w.linkEpoch(),
                w.resumed(),
                receives ? w.participants() : KeyFree.participants(w.participants()),
                w.ownTracks(),
                w.endpoints(),
                w.stun(),
                w.rtcp(),
                ticket,
                w.topology()));
    }

    /** The last word before the link is closed; nobody hears it when the link has ended already. */
    void end(ClientMessage last) {
        if (open) {
            port.send(last);
            close();
        }
    }

    void close() {
        open = false;
        port.close();
    }

    /** The link has ended without us. */
    void ended() {
        open = false;
    }
}
