package io.mediascope.scope.history;

import java.time.Instant;
import java.util.Map;

/**
 * A persisted event as analysts and webhooks see it. Holds no secrets.
 *
 * @param type for instance {@code ParticipantJoined}
 * @param sequenceNumber per scope, over all its lives, from 1 without gaps
 * @param time never before the one of the event before it
 * @param node Akka address of the media home, empty when there was none
 * @param fields the rest, by type: strings, numbers, booleans, lists and maps
 */
public record PublicEvent(
        String type,
        long sequenceNumber,
        Instant time,
        String applicationId,
        String scopeId,
        long life,
        String node,
        String region,
        Map<String, Object> fields) {}
