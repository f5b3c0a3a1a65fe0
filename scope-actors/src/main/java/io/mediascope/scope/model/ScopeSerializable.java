package io.mediascope.scope.model;

/** Marks what travels between nodes or stands in the journal; bound to jackson-cbor in {@code reference.conf}. */
public interface ScopeSerializable {}
