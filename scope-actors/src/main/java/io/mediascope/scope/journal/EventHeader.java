package io.mediascope.scope.journal;

import io.mediascope.scope.model.ScopeSerializable;
import java.time.Instant;

/**
 * What every event carries.
 *
 * @param node Akka address of the media home, empty when there was none
 */
public record EventHeader(
        String applicationId, String scopeId, long life, long sequenceNumber, Instant time, String node, String region)
        implements ScopeSerializable {}
