package io.mediascope.cluster.credentials;

/** An application with its first key, as told once to whoever created it. */
public record CreatedApplication(Application application, ApiKey key) {}
