package io.mediascope.bench.scopes;

import java.util.Map;

/**
 * What one generating process does: joins everybody of the scopes {@code PREFIX-FROM} to {@code PREFIX-(TO - 1)}.
 *
 * @param inFlight scopes whose people are joining at a time
 * @param httpOfLink the plain HTTP port of the node with this link port
 */
record LoadOrder(
        String applicationId,
        String keyId,
        String secret,
        String prefix,
        int from,
        int to,
        int inFlight,
        Map<Integer, Integer> httpOfLink) {
    /**
     * What came of it.
     *
     * @param failures attempts that were refused or broke, and were repeated
     * @param redirects links that were sent to another node than the one that resolving had named
     * @param resolveUs of each question where to join
     * @param joinUs of each join: from that question to the Welcome
     */
    record Joined(int joined, int failures, int redirects, long[] resolveUs, long[] joinUs) {}

    /** @param lost links that ended without our wish */
    record Left(int lost) {}

    /** Without the secret. */
    @Override
    public String toString() {
        return "LoadOrder[" + prefix + "-" + from + " to " + prefix + "-" + to + "]";
    }
}
