package io.mediascope.scope.model;

/**
 * Orders the incarnations of a scope's actor for its relay agents.
 *
 * @param n persisted, raised by each recovery and each move
 * @param incarnationId random per started actor; tells two writers of one {@code n} apart
 */
public record FencingToken(long n, String incarnationId) implements ScopeSerializable {}
