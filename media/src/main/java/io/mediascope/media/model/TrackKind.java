package io.mediascope.media.model;

/** What a published track shows or lets hear. */
public enum TrackKind {
    AUDIO,
    VIDEO,
    SCREEN;

    /** The transport's media type that carries tracks of this kind. */
    public MediaType mediaType() {
        return this == AUDIO ? MediaType.AUDIO : MediaType.VIDEO;
    }
}
