package io.mediascope.sdk;

/** The way in. */
public final class Mediascope {
    private Mediascope() {}

    /**
     * Joins a scope. Returns at once; {@link ScopeListener#connected} or {@link ScopeListener#error} and
     * {@link ScopeListener#disconnected} tell how it went.
     */
    public static ScopeConnection connect(ScopeDescriptor descriptor, ScopeListener listener) {
        return ScopeClient.start(descriptor, listener);
    }
}
