package io.mediascope.transport.relay;

/**
 * How loud one participant is.
 *
 * @param levelDbov RFC 6464 section 3: 0 is the loudest, -127 silence
 */
public record SpeakerLevel(String sessionId, int levelDbov) {}
