package io.mediascope.media.model;

/** One encoding of a track; a track with a single encoding has {@link #HIGH} only. */
public enum LayerName {
    HIGH,
    LOW
}
