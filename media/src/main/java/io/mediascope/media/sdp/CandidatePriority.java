package io.mediascope.media.sdp;

/**
 * Priorities of the node's candidates (RFC 8445 section 5.1.2, which leaves their values open).
 *
 * <p>They rise with each restart of ICE, so that every pair of a restart outranks every pair from before it, also one over TCP that
 * over UDP. A browser leaves a pair by which nothing comes any more only after 3.5 s, but one for a better pair at once. A pair's rank
 * is first of all the lower priority of its two candidates (section 6.1.2.3), so the node's stay below all that browsers give their own.
 */
final class CandidatePriority {
    /** Of 24 bits, in the place of the type preference: browsers give 80 to a peer-reflexive candidate for TCP, the least but for relayed. */
    private static final int LOWEST = 1 << 16;

    private static final int HIGHEST = 79 << 16;
    private static final int CANDIDATES_BITS = 5;
    private static final int LAST = (1 << CANDIDATES_BITS) - 1;
    private static final int MAX_RESTARTS = ((HIGHEST - LOWEST) >> CANDIDATES_BITS) - 1;
    private static final int COMPONENT = 256 - 1;

    private CandidatePriority() {}

    /** @param index of the candidate, 0 for the best */
    static long of(int restarts, int index) {
        int rank = (Math.min(restarts, MAX_RESTARTS) << CANDIDATES_BITS) + Math.max(LAST - index, 0);
        return (long) (LOWEST + rank) << 8 | COMPONENT;
    }
}
