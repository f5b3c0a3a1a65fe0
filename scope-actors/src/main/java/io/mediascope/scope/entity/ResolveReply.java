package io.mediascope.scope.entity;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.ScopeSerializable;

/** Where the clients of a scope connect to. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ResolveReply.Found.class, name = "found"),
    @JsonSubTypes.Type(value = ResolveReply.Refused.class, name = "refused"),
})
public sealed interface ResolveReply extends ScopeSerializable {
    /**
     * @param live false when the node is only reserved
     */
    record Found(NodeRef home, boolean live) implements ResolveReply {}

    record Refused(Refusal refusal) implements ResolveReply {}
}
