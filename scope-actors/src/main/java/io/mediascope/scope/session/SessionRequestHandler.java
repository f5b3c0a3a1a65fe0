package io.mediascope.scope.session;

import akka.actor.typed.ActorRef;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.client.ClientRequest;
import io.mediascope.scope.client.ClientRequest.P2pOutcome;
import io.mediascope.scope.entity.RequestReply;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.ParticipantInfo;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.model.TrackInfo;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a joined client may ask. Belongs to its session's actor. */
final class SessionRequestHandler {
    private static final int MEDIA_TICKET_VALID_MS = 30_000;
    private static final int MAX_REPORTED_STREAMS = 1000;
    private final String id;
    private final SessionAuth auth;
    private final LinkPort link;
    private final SessionPorts ports;
    private final PendingRequests pending;
    private final ActorRef<RequestReply> replies;
    private final ActorRef<SessionCommand> self;
    private final DataRate dataRate;
    private final Map<String, Boolean> muted = new HashMap<>();
    private String sessionId = "";
    private int linkEpoch;
    private long commands;

    SessionRequestHandler(
            String id,
            SessionAuth auth,
            LinkPort link,
            SessionPorts ports,
            PendingRequests pending,
            ActorRef<RequestReply> replies,
            ActorRef<SessionCommand> self) {
        this.id = id;
        this.auth = auth;
        this.link = link;
        this.ports = ports;
        this.pending = pending;
        this.replies = replies;
        this.self = self;
        var s = ports.settings().session();
        this.dataRate = new DataRate(s.dataMessagesPerSecond(), s.dataBurst(), now());
    }

    void admitted(String session, int epoch) {
        sessionId = session;
        linkEpoch = epoch;
    }

    void handle(long requestId, ClientRequest request) {
        if (request instanceof ClientRequest.SendData r) {
            data(requestId, r);
        } else if (request instanceof ClientRequest.ReportQuality r) {
            quality(r);
        } else if (request instanceof ClientRequest.MediaTicketWanted) {
            byte[] ticket = link.issueMediaTicket(sessionId);
            link.send(new ClientMessage.MediaTicketIssued(requestId, ticket, MEDIA_TICKET_VALID_MS));
        } else if (request instanceof ClientRequest.P2pReport r) {
            ports.scope().tell(p2p(r));
        } else {
            if (request instanceof ClientRequest.Mute r) {
                muted.put(r.trackId(), r.muted());
            } else if (request instanceof ClientRequest.Unpublish r) {
                r.trackIds().forEach(muted::remove);
            }
            ask(requestId, request);
        }
    }

    /** The client's own tracks as the scope welcomed it. */
    void welcomed(List<TrackInfo> own) {
        own.forEach(t -> muted.put(t.trackId(), t.muted()));
    }

    /** An actor that has started anew does not know what is muted: it is told what differs from what it shows. */
    void remind(ParticipantInfo shown) {
        shown.tracks().stream()
                .filter(t -> muted.getOrDefault(t.trackId(), t.muted()) != t.muted())
                .forEach(t -> ask(0, new ClientRequest.Mute(t.trackId(), !t.muted())));
    }

    private void ask(long requestId, ClientRequest request) {
        if (pending.size() >= ports.settings().session().maxPendingRequests()) {
            refuse(
                    requestId,
                    Refusal.retryable(
                            RefusalReason.RATE_LIMITED,
                            "Too many requests wait for an answer; send the next one when some were answered.",
                            1000));
            return;
        }
        ScopeCommand.FromSession command = command(id + ":" + ++commands, requestId, request);
        if (command == null) {
            refuse(requestId, Refusal.of(RefusalReason.BAD_REQUEST, "This link takes no such request."));
            return;
        }
        pending.add(requestId, command, now().plus(ports.settings().requestTimeout()));
        ports.scope().tell(command);
    }

    private ScopeCommand.@Nullable FromSession command(String commandId, long requestId, ClientRequest request) {
        if (request instanceof ClientRequest.Publish r) {
            return new ScopeCommand.Publish(
                    commandId, sessionId, linkEpoch, requestId, r.tracks(), auth.limits(), replies);
        } else if (request instanceof ClientRequest.Unpublish r) {
            return new ScopeCommand.Unpublish(commandId, sessionId, linkEpoch, r.trackIds(), replies);
        } else if (request instanceof ClientRequest.Mute r) {
            return new ScopeCommand.Mute(commandId, sessionId, linkEpoch, r.trackId(), r.muted(), replies);
        } else if (request instanceof ClientRequest.Subscribe r) {
            return new ScopeCommand.Subscribe(commandId, sessionId, linkEpoch, r.subscription(), replies);
        } else if (request instanceof ClientRequest.ChooseLayer r) {
            return new ScopeCommand.ChooseLayer(
                    commandId, sessionId, linkEpoch, r.track(), r.layer(), r.paused(), replies);
        }
        return null;
    }

    private void data(long requestId, ClientRequest.SendData r) {
        int max = ports.settings().session().dataMaxSize();
        if (!auth.grants().contains(Grant.DATA)) {
            refuse(
                    requestId,
                    Refusal.of(
                            RefusalReason.MISSING_GRANT,
                            "The join token does not grant data; issue one whose grants list it."));
        } else if (r.payload().length > max) {
            refuse(
                    requestId,
                    Refusal.of(
                            RefusalReason.MESSAGE_TOO_LARGE,
                            "A message has " + r.payload().length + " bytes; at most " + max + " are allowed."));
        } else if (!dataRate.take(now())) {
            refuse(
                    requestId,
                    Refusal.retryable(
                            RefusalReason.RATE_LIMITED,
                            "At most " + ports.settings().session().dataMessagesPerSecond()
                                    + " messages per second are allowed.",
                            1000));
        } else {
            ports.agent()
                    .tell(new LocalRelayCommand.SendData(
                            new ScopeKey(auth.applicationId(), auth.scopeId()),
                            sessionId,
                            auth.userId(),
                            requestId,
                            r.toUser(),
                            r.topic(),
                            r.payload(),
                            self));
        }
    }

    private void quality(ClientRequest.ReportQuality r) {
        List<ScopeCommand.ReceiverSample> samples = r.streams().stream()
                .limit(MAX_REPORTED_STREAMS)
                .map(s -> new ScopeCommand.ReceiverSample(
                        s.ssrc(),
                        s.packetsReceived(),
                        s.packetsLost(),
                        s.bytesReceived(),
                        s.jitterUs(),
                        s.roundTripUs(),
                        s.framesDecoded(),
                        s.freezes()))
                .toList();
        ports.scope().tell(new ScopeCommand.ClientQuality(sessionId, linkEpoch, r.intervalMs(), samples));
    }

    private ScopeCommand p2p(ClientRequest.P2pReport r) {
        if (r.outcome() instanceof P2pOutcome.Candidates o) {
            return new ScopeCommand.P2pCandidates(sessionId, linkEpoch, r.attempt(), o.candidates());
        } else if (r.outcome() instanceof P2pOutcome.Established o) {
            return new ScopeCommand.P2pEstablished(sessionId, linkEpoch, r.attempt(), o.remote(), o.roundTripUs());
        } else if (r.outcome() instanceof P2pOutcome.Failed o) {
            return new ScopeCommand.P2pFailed(sessionId, linkEpoch, r.attempt(), o.reason());
        }
        return new ScopeCommand.P2pRelayCarries(sessionId, linkEpoch, r.attempt());
    }

    /** The answer to a publication is delivered behind its route; all others are answered here. */
    void answered(RequestReply reply) {
        PendingRequests.Waiting waiting = pending.get(reply.commandId());
        if (waiting == null) {
            return;
        }
        if (reply instanceof RequestReply.Refused r) {
            if (r.refusal().reason() == RefusalReason.JOURNAL_UNAVAILABLE) {
                pending.refusedForNow(reply.commandId(), r.refusal());
                return;
            }
            pending.remove(reply.commandId());
            refuse(waiting.requestId(), r.refusal());
        } else if (!(waiting.command() instanceof ScopeCommand.Publish)) {
            pending.remove(reply.commandId());
            accept(waiting.requestId());
        }
    }

    void resend(Instant now) {
        for (PendingRequests.Waiting over : pending.expired(now)) {
            Refusal refusal = over.lastRefusal();
            refuse(over.requestId(), refusal == null ? ParticipantSession.timedOut() : refusal);
        }
        pending.resend(ports.scope());
    }

    void accept(long requestId) {
        if (requestId != 0) {
            link.send(new ClientMessage.Accepted(requestId, List.of()));
        }
    }

    /** A request that wants no answer is refused all the same: the client has to hear of it. */
    void refuse(long requestId, Refusal refusal) {
        link.send(new ClientMessage.Refused(requestId, refusal));
    }

    private Instant now() {
        return ports.clock().instant();
    }
}
