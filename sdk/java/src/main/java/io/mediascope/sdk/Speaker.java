package io.mediascope.sdk;

/**
 * Someone who speaks now.
 *
 * @param level -dBov (RFC 6464): 0 is the loudest, 127 silence
 */
public record Speaker(String userId, int level) {}
