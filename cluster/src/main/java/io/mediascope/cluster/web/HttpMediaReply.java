package io.mediascope.cluster.web;

import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.Refusal;

/** What a WHIP or WHEP request comes to. */
public sealed interface HttpMediaReply {
    /**
     * The session is in; its answer.
     *
     * @param id unguessable
     * @param etag of the ICE session, with its quotes
     */
    record Created(String id, String etag, String sdp) implements HttpMediaReply {}

    /** The scope's media is on another node. */
    record Elsewhere(HostPort node) implements HttpMediaReply {}

    record Refused(Refusal refusal) implements HttpMediaReply {}

    /** Nothing to say: candidates were taken, or the session has ended. */
    record Done() implements HttpMediaReply {}

    /** ICE has been restarted; the node's side as an SDP fragment. */
    record Restarted(String etag, String fragment) implements HttpMediaReply {}

    /** The ETag is of an ICE session that is over. */
    record OldIce() implements HttpMediaReply {}

    /**
     * The session has ended because the scope's media moved: the client comes back by posting its offer there.
     *
     * @param participant whom a WHEP client named, empty = nobody
     */
    record Moved(HostPort node, String participant) implements HttpMediaReply {}

    /** There is no such session. */
    record Unknown() implements HttpMediaReply {}
}
