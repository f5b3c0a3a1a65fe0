package io.mediascope.sdk;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The way in. */
public final class Mediascope {
    private Mediascope() {}

    /**
     * Joins a scope. Returns at once; {@link ScopeListener#connected} or {@link ScopeListener#error} and
     * {@link ScopeListener#disconnected} tell how it went.
     */
    public static ScopeConnection connect(ScopeDescriptor descriptor, ScopeListener listener) {
        return Objects.requireNonNull(Pending.CONNECTION);
    }

    private static final class Pending {
        private static final @Nullable ScopeConnection CONNECTION = null;
    }
}
