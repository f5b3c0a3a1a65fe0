package io.mediascope.cluster.resolve;

import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.Refusal;

/** The answer to a {@link ResolveQuery}. */
public sealed interface ResolveOutcome {
    /**
     * Connect here.
     *
     * @param live false when the scope has nobody yet, or nobody was asked
     */
    record Found(HostPort home, boolean live) implements ResolveOutcome {}

    /** Not here and nowhere else. */
    record Refused(Refusal refusal) implements ResolveOutcome {}
}
