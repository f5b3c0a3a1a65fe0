package io.mediascope.scope.relay;

import io.mediascope.scope.model.NodeRef;

/**
 * The node that a relay goes to.
 *
 * @param reason in words, for people
 */
public record Placed(NodeRef node, String reason) {}
