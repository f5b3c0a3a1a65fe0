package io.mediascope.sdk;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the application: whatever it throws is reported to it and stops nothing. */
final class Callbacks {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    private final ScopeListener listener;

    Callbacks(ScopeListener listener) {
        this.listener = listener;
    }

    void tell(Consumer<ScopeListener> call) {
        guard(() -> call.accept(listener));
    }

    /** Runs a source's or sink's method. */
    @SuppressWarnings("CatchingUnchecked") // an application may throw anything
    void guard(Runnable call) {
        try {
            call.run();
        } catch (Exception e) {
            LOG.warn("a callback of the application threw", e);
            report(e);
        }
    }

    private void report(Exception thrown) {
        try {
            listener.error(ErrorCode.APPLICATION_CALLBACK_FAILED, String.valueOf(thrown));
        } catch (RuntimeException again) {
            LOG.warn("the application's error callback threw", again);
        }
    }
}
