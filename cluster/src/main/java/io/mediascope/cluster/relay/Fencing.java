package io.mediascope.cluster.relay;

import io.mediascope.scope.model.FencingToken;
import org.jspecify.annotations.Nullable;

/** Whether a command's token may still act on a relay that saw another one. */
final class Fencing {
    private Fencing() {}

    /** A higher number is taken, a lower one never, an equal one only from the same incarnation. */
    static boolean isStale(FencingToken command, @Nullable FencingToken current) {
        if (current == null || command.n() > current.n()) {
            return false;
        }
        return command.n() < current.n() || !command.incarnationId().equals(current.incarnationId());
    }

    /** Whether the command's token replaces the relay's. */
    static boolean isNewer(FencingToken command, FencingToken current) {
        return command.n() > current.n();
    }
}
