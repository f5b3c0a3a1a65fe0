package io.mediascope.scope.relay;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.MediaEndpoints;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.model.ScopeSerializable;
import java.util.List;

/** What a relay agent answers to a {@link RelayCommand}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RelayReply.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = RelayReply.RefusedFull.class, name = "full"),
    @JsonSubTypes.Type(value = RelayReply.Applied.class, name = "applied"),
    @JsonSubTypes.Type(value = RelayReply.NeedsResync.class, name = "resync"),
    @JsonSubTypes.Type(value = RelayReply.Held.class, name = "held"),
    @JsonSubTypes.Type(value = RelayReply.NotHeld.class, name = "notHeld"),
    @JsonSubTypes.Type(value = RelayReply.Stale.class, name = "stale"),
    @JsonSubTypes.Type(value = RelayReply.Closed.class, name = "closed"),
})
public sealed interface RelayReply extends ScopeSerializable {
    ScopeKey scope();

    NodeRef node();

    /**
     * @param loopIndex begins every ufrag on this relay, as two hexadecimal digits
     * @param secret the scope secret in force (an older actor's when the relay outlived it)
     * @param heldVersion the routing version in force, 0 for a new relay
     * @param sessions the links that are alive here
     */
    record Opened(
            ScopeKey scope,
            FencingToken token,
            NodeRef node,
            MediaEndpoints endpoints,
            int loopIndex,
            byte[] secret,
            long heldVersion,
            List<LiveSession> sessions)
            implements RelayReply {}

    record RefusedFull(ScopeKey scope, NodeRef node, String text) implements RelayReply {}

    record Applied(ScopeKey scope, NodeRef node, FencingToken token, long version) implements RelayReply {}

    record NeedsResync(ScopeKey scope, NodeRef node, long heldVersion) implements RelayReply {}

    record Held(
            ScopeKey scope, NodeRef node, FencingToken token, long version, byte[] secret, List<LiveSession> sessions)
            implements RelayReply {}

    record NotHeld(ScopeKey scope, NodeRef node) implements RelayReply {}

    record Stale(ScopeKey scope, NodeRef node, FencingToken current) implements RelayReply {}

    record Closed(ScopeKey scope, NodeRef node) implements RelayReply {}

    /** A session whose link is alive on the answering node. */
    record LiveSession(String sessionId, int linkEpoch) implements ScopeSerializable {}
}
