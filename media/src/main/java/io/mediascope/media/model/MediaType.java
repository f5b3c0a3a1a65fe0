package io.mediascope.media.model;

/** What a transport carries: audio and video travel, and fall back, on their own. Screens count as video. */
public enum MediaType {
    AUDIO,
    VIDEO
}
