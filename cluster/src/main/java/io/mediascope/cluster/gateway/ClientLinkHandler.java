package io.mediascope.cluster.gateway;

import akka.actor.typed.ActorRef;
import io.mediascope.cluster.credentials.JoinClaims;
import io.mediascope.cluster.credentials.TokenCheck;
import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.cluster.web.WebSessions;
import io.mediascope.scope.client.ClientRequest;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.session.SessionCommand;
import io.mediascope.transport.door.Link;
import io.mediascope.transport.door.LinkCloseReason;
import io.mediascope.transport.door.LinkHandler;
import io.mediascope.transport.wire.v1.AuthRequest;
import io.mediascope.transport.wire.v1.Envelope;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One link: its AuthRequest makes a session, whatever follows goes there. Called on the link's loop only. */
final class ClientLinkHandler implements LinkHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ClientLinkHandler.class);

    private final Link link;
    private final SessionGateway gateway;
    private final GatewayPorts ports;
    private @Nullable ActorRef<SessionCommand> session;
    private @Nullable BrowserLink browser;
    private boolean refused;

    ClientLinkHandler(Link link, SessionGateway gateway, GatewayPorts ports) {
        this.link = link;
        this.gateway = gateway;
        this.ports = ports;
    }

    @Override
    public void received(Envelope message) {
        if (refused) {
            return;
        }
        ActorRef<SessionCommand> known = session;
        if (known != null) {
            forward(known, message);
        } else if (message.hasAuthRequest()) {
            authenticate(message.getRequestId(), message.getAuthRequest());
        } else if (message.hasGoodbye()) {
            refused = true;
            link.close(null);
        } else if (message.getMessageCase() != Envelope.MessageCase.MESSAGE_NOT_SET) {
            refuse(
                    message.getRequestId(),
                    Refusal.of(RefusalReason.WRONG_STATE, "the first message must be AuthRequest"));
        }
    }

    @Override
    public void closed(LinkCloseReason reason) {
        ActorRef<SessionCommand> known = session;
        if (known != null) {
            gateway.ended(known);
            if (browser != null) {
                browser.closed();
            }
            known.tell(new SessionCommand.LinkClosed(reason.name(), link.silence()));
        }
    }

    private void forward(ActorRef<SessionCommand> to, Envelope message) {
        try {
            if (browser != null && browser.received(message)) {
                return;
            }
            ClientRequest request = RequestReader.read(message);
            if (request != null) {
                ports.counters().increment(NodeCounter.CLIENT_REQUESTS);
                to.tell(new SessionCommand.FromClient(message.getRequestId(), request));
            }
        } catch (BadMessageException e) {
            ports.counters().increment(NodeCounter.BAD_REQUESTS);
            link.send(MessageWriter.refusal(message.getRequestId(), Refusal.of(RefusalReason.BAD_REQUEST, e.text())));
        }
    }

    private void authenticate(long requestId, AuthRequest request) {
        int least = ports.settings().minProtocolVersion();
        if (Integer.compareUnsigned(request.getProtocolVersion(), least) < 0) {
            refuse(
                    requestId,
                    Refusal.of(
                            RefusalReason.CLIENT_TOO_OLD,
                            "this node speaks protocol version " + least + " and later; the client sent "
                                    + Integer.toUnsignedString(request.getProtocolVersion())));
            return;
        }
        SessionStarter starter = gateway.starter();
        if (starter == null) {
            refuse(requestId, Refusal.retryable(RefusalReason.NODE_DRAINING, "this node starts or stops", 1_000));
            return;
        }
        try {
            if (!ScopeKey.isSafe(request.getApplicationId()) || !ScopeKey.isSafe(request.getScopeId())) {
                throw new BadMessageException("application_id and scope_id must be 1 to 128 characters out of "
                        + "A-Z a-z 0-9 . _ ~ @ : + = -");
            }
            ClientRequest.Authenticate authenticate = RequestReader.authenticate(request);
            ScopeKey scope = new ScopeKey(request.getApplicationId(), request.getScopeId());
            TokenCheck check = ports.tokens().verify(request.getToken(), scope);
            if (check instanceof TokenCheck.Valid valid) {
                begin(requestId, valid.claims(), authenticate, starter);
            } else if (check instanceof TokenCheck.Refused no) {
                refuse(requestId, no.refusal());
            }
        } catch (BadMessageException e) {
            ports.counters().increment(NodeCounter.BAD_REQUESTS);
            refuse(requestId, Refusal.of(RefusalReason.BAD_REQUEST, e.text()));
        }
    }

    private void begin(
            long requestId, JoinClaims claims, ClientRequest.Authenticate authenticate, SessionStarter starter) {
        link.authenticated();
        WebSessions webs = gateway.webSessions();
        BrowserLink web = authenticate.clientKind() == ClientKind.BROWSER && webs != null
                ? new BrowserLink(link, webs, claims.grants().contains(Grant.SUBSCRIBE), ports)
                : null;
        browser = web;
        ActorRef<SessionCommand> started = starter.start(
                gateway.auth(claims), new ClientLink(link, claims.scope(), requestId, gateway.welcomes(), web, ports));
        session = started;
        gateway.began(started);
        ports.counters().increment(NodeCounter.LINKS_AUTHENTICATED);
        log(claims);
        started.tell(new SessionCommand.FromClient(requestId, authenticate));
    }

    private void refuse(long requestId, Refusal refusal) {
        refused = true;
        ports.counters().increment(NodeCounter.LINKS_REFUSED);
        ports.counters().refused(refusal.reason());
        LOG.debug("Link {} refused: {}", link.id(), refusal.reason());
        link.close(MessageWriter.refusal(requestId, refusal));
    }

    private void log(JoinClaims claims) {
        LOG.atDebug()
                .addKeyValue("applicationId", claims.scope().applicationId())
                .addKeyValue("scopeId", claims.scope().scopeId())
                .addKeyValue("userId", claims.userId())
                .log("Link {} authenticated", link.id());
    }
}
