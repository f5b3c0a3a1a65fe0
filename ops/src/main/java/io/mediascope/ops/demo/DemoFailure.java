package io.mediascope.ops.demo;

/** A step of the demo did not happen; the message is one line that says which, and what was seen instead. */
public final class DemoFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DemoFailure(String message) {
        super(message);
    }
}
