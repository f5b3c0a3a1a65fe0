package io.mediascope.bench.failover;

/**
 * What one fault did to one call, in milliseconds from the fault on.
 *
 * @param noticedMs until the last client that lost its link knew it; negative = none lost it
 * @param resolvedMs until {@code GET /resolve} named a node that runs, each time; 0 = it always did
 * @param joinedMs until a user who came with the fault was in
 * @param mediaMs the longest time that any stream stayed away
 * @param framesLost of all streams together
 * @param eventsWrong sequence numbers that are missing or doubled, and joins without their leave
 */
record Outage(long noticedMs, long resolvedMs, long joinedMs, long mediaMs, long framesLost, int eventsWrong) {
    Outage withEvents(int wrong) {
        return new Outage(noticedMs, resolvedMs, joinedMs, mediaMs, framesLost, wrong);
    }
}
