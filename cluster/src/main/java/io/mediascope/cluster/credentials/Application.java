package io.mediascope.cluster.credentials;

import java.time.Instant;

/**
 * A tenant.
 *
 * @param id made by the node, never reused
 * @param name for people
 */
public record Application(String id, String name, ApplicationLimits limits, Instant created) {}
