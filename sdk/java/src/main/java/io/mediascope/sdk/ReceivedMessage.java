package io.mediascope.sdk;

/** A message of another user. */
public record ReceivedMessage(String fromUser, String topic, byte[] payload, boolean toAll) {}
