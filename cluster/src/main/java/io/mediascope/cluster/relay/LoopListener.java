package io.mediascope.cluster.relay;

import akka.actor.typed.ActorRef;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.transport.relay.RelayListener;
import io.mediascope.transport.relay.SpeakerLevel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries a relay's events from its loop to the agent's mailbox. */
final class LoopListener implements RelayListener {
    private final ScopeKey scope;
    private final long relay;
    private final ActorRef<RelayCommand> agent;

    LoopListener(ScopeKey scope, long relay, ActorRef<RelayCommand> agent) {
        this.scope = scope;
        this.relay = relay;
        this.agent = agent;
    }

    @Override
    public void transportChanged(
            String sessionId,
            MediaType type,
            @Nullable Transport transport,
            String detail,
            @Nullable InetSocketAddress remote) {
        HostPort endpoint = remote == null ? null : hostPort(remote);
        agent.tell(new AgentCommand.LoopTransport(scope, relay, sessionId, type, transport, detail, endpoint));
    }

    @Override
    public void muxPathProved(String sessionId, InetSocketAddress remote) {
        agent.tell(new AgentCommand.LoopMuxPath(scope, relay, sessionId, hostPort(remote)));
    }

    @Override
    public void probeWanted(String sessionId) {
        agent.tell(new AgentCommand.LoopProbe(scope, relay, sessionId));
    }

    @Override
    public void layersNeeded(String sessionId, String trackId, Set<LayerName> needed) {
        agent.tell(new AgentCommand.LoopLayers(scope, relay, sessionId, trackId, List.copyOf(needed)));
    }

    @Override
    public void speakersChanged(List<SpeakerLevel> speakers) {
        agent.tell(new AgentCommand.LoopSpeakers(scope, relay, List.copyOf(speakers)));
    }

    /** The literal address: no name is ever looked up here. */
    static HostPort hostPort(InetSocketAddress address) {
        String host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return new HostPort(host, address.getPort());
    }
}
