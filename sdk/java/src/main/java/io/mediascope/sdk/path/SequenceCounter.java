package io.mediascope.sdk.path;

/** The one rising counter that orders a client's Bindings and MediaSelects (MEDIASCOPE-SEQUENCE). */
public final class SequenceCounter {
    private long last;

    public long next() {
        return ++last;
    }
}
