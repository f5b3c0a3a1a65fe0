package io.mediascope.scope.entity;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.ScopeSerializable;

/** The outcome of {@link ScopeCommand.Join}, the same for every repetition of its {@code commandId}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JoinReply.Admitted.class, name = "admitted"),
    @JsonSubTypes.Type(value = JoinReply.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = JoinReply.Redirected.class, name = "redirected"),
})
public sealed interface JoinReply extends ScopeSerializable {
    String commandId();

    /** In. The session registers with its agent and says {@link ScopeCommand.LinkReady}; then the Welcome comes. */
    record Admitted(String commandId, String sessionId, int linkEpoch, boolean resumed) implements JoinReply {}

    record Refused(String commandId, Refusal refusal) implements JoinReply {}

    /** The scope's media lives on another node. */
    record Redirected(String commandId, NodeRef home) implements JoinReply {}
}
