package io.mediascope.media.audio;

/**
 * Someone who speaks.
 *
 * @param level -dBov (RFC 6464): 0 is the loudest, 127 silence
 */
public record SpeakerLevel(String userId, int level) {}
