package io.mediascope.scope.session;

import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.client.ClientRequest;
import io.mediascope.scope.entity.JoinReply;
import io.mediascope.scope.entity.RequestReply;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.relay.RelayCommand;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link ParticipantSession} understands. Never leaves its node. */
public sealed interface SessionCommand {
    /** A message of the client; {@code requestId} 0 wants no answer. */
    record FromClient(long requestId, ClientRequest request) implements SessionCommand {}

    /**
     * The link is gone; called once.
     *
     * @param silence for how long nothing had come over it
     */
    record LinkClosed(String reason, Duration silence) implements SessionCommand {}

    /** The client is gone and will not come back: its participant leaves for this reason at once. */
    record ClientGone(LeaveReason reason) implements SessionCommand {}

    /** For the client: from the scope by way of the agent, or from the agent itself. */
    record Deliver(ClientMessage message) implements SessionCommand {}

    /** For every client of the scope but those that a delivery excepts; one message for all of them. */
    record DeliverAll(List<RelayCommand.Delivery> deliveries) implements SessionCommand {}

    /** What became of a {@link LocalRelayCommand.SendData}; null = fanned out. */
    record DataOutcome(long requestId, @Nullable Refusal refusal) implements SessionCommand {}

    /** A newer link of the same session was registered. */
    record Superseded() implements SessionCommand {}

    /** The node wants this client to go, for instance because it stops. */
    record Dismiss(String reason, boolean reconnect) implements SessionCommand {}

    /** Made by the session's own adapter. */
    record JoinAnswered(JoinReply reply) implements SessionCommand {}

    /** Made by the session's own adapter. */
    record RequestAnswered(RequestReply reply) implements SessionCommand {}

    /** Made by the session's own timer. */
    record Resend() implements SessionCommand {}
}
