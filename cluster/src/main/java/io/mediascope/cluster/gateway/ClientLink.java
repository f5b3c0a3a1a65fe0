package io.mediascope.cluster.gateway;

import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.session.LinkPort;
import io.mediascope.transport.door.Link;
import io.mediascope.transport.wire.v1.Envelope;
import org.jspecify.annotations.Nullable;

/** A session's way out: its messages become Envelopes on the link, the Welcome with a media ticket. */
final class ClientLink implements LinkPort {
    private final Link link;
    private final ScopeKey scope;
    private final long authRequestId;
    private final WelcomeWriter welcomes;
    private final @Nullable BrowserLink browser;
    private final GatewayPorts ports;

    /** @param browser null for a native client */
    ClientLink(
            Link link,
            ScopeKey scope,
            long authRequestId,
            WelcomeWriter welcomes,
            @Nullable BrowserLink browser,
            GatewayPorts ports) {
        this.link = link;
        this.scope = scope;
        this.authRequestId = authRequestId;
        this.welcomes = welcomes;
        this.browser = browser;
        this.ports = ports;
    }

    @Override
    public void send(ClientMessage message) {
        if (browser != null) {
            browser.told(message);
        }
        if (message instanceof ClientMessage.Welcome welcome) {
            ports.counters().increment(welcome.resumed() ? NodeCounter.JOINS_RESUMED : NodeCounter.JOINS_ADMITTED);
            byte[] ticket = issueMediaTicket(welcome.sessionId());
            for (Envelope page :
                    welcomes.write(authRequestId, welcome, ticket, ports.clock().millis())) {
                link.send(page);
            }
            if (browser != null) {
                browser.welcomed(welcome);
            }
        } else if (message instanceof ClientMessage.Refused refused) {
            refuse(new ClientMessage.Refused(refused.requestId(), explained(refused.refusal())));
        } else {
            link.send(welcomes.write(message));
        }
    }

    private void refuse(ClientMessage.Refused refused) {
        ports.counters().refused(refused.refusal().reason());
        if (refused.requestId() == authRequestId) {
            ports.counters().increment(NodeCounter.JOINS_REFUSED);
        }
        link.send(MessageWriter.write(refused));
    }

    /** An actor that cannot recover answers nothing at all; the client learns why. */
    private Refusal explained(Refusal refusal) {
        return refusal.reason() == RefusalReason.TIMED_OUT && !ports.journal().up()
                ? Refusal.retryable(
                        RefusalReason.JOURNAL_UNAVAILABLE,
                        "The event journal takes no writes at the moment; try again.",
                        1_000)
                : refusal;
    }

    @Override
    public byte[] issueMediaTicket(String sessionId) {
        ports.counters().increment(NodeCounter.MEDIA_TICKETS_ISSUED);
        return ports.tickets().issue(new MediaTickets.Holder(scope, sessionId));
    }

    @Override
    public void close() {
        link.close(null);
    }
}
