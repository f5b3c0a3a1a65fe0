package io.mediascope.cluster.gateway;

import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.session.LinkPort;
import io.mediascope.transport.door.Link;
import io.mediascope.transport.wire.v1.Envelope;

/** A session's way out: its messages become Envelopes on the link, the Welcome with a media ticket. */
final class ClientLink implements LinkPort {
    private final Link link;
    private final ScopeKey scope;
    private final long authRequestId;
    private final WelcomeWriter welcomes;
    private final GatewayPorts ports;

    ClientLink(Link link, ScopeKey scope, long authRequestId, WelcomeWriter welcomes, GatewayPorts ports) {
        this.link = link;
        this.scope = scope;
        this.authRequestId = authRequestId;
        this.welcomes = welcomes;
        this.ports = ports;
    }

    @Override
    public void send(ClientMessage message) {
        if (message instanceof ClientMessage.Welcome welcome) {
            byte[] ticket = issueMediaTicket(welcome.sessionId());
            for (Envelope page :
                    welcomes.write(authRequestId, welcome, ticket, ports.clock().millis())) {
                link.send(page);
            }
        } else {
            link.send(MessageWriter.write(message));
        }
    }

    @Override
    public byte[] issueMediaTicket(String sessionId) {
        ports.counters().increment(io.mediascope.cluster.metrics.NodeCounter.MEDIA_TICKETS_ISSUED);
        return ports.tickets().issue(new MediaTickets.Holder(scope, sessionId));
    }

    @Override
    public void close() {
        link.close(null);
    }
}
