package io.mediascope.scope.journal;

import io.mediascope.scope.model.ScopeSerializable;

/** Data messages that a participant has sent so far. */
public record MessageTotals(String sessionId, String userId, long messages, long bytes) implements ScopeSerializable {}
