package io.mediascope.scope.entity;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.ScopeSerializable;
import io.mediascope.scope.model.TrackInfo;
import java.util.List;

/** The outcome of a request to a scope. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RequestReply.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = RequestReply.Refused.class, name = "refused"),
})
public sealed interface RequestReply extends ScopeSerializable {
    String commandId();

    /**
     * @param ownTracks in answer to a publication: the tracks with their SSRCs and keys; else empty
     */
    record Accepted(String commandId, List<TrackInfo> ownTracks) implements RequestReply {}

    record Refused(String commandId, Refusal refusal) implements RequestReply {}
}
