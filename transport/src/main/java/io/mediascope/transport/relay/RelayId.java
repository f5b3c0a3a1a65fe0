package io.mediascope.transport.relay;

/** The scope that a relay serves. */
public record RelayId(String applicationId, String scopeId) {}
