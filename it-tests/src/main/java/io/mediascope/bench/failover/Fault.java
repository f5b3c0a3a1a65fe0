package io.mediascope.bench.failover;

import java.util.Locale;

/** What can be done to the nodes of a call. */
public enum Fault {
    RELAY_KILLED("`kill -9` of the relay's node"),
    ACTOR_KILLED("`kill -9` of the actor's node"),
    BOTH_KILLED("`kill -9` of the node of both"),
    RELAY_FROZEN("the relay's node hangs (SIGSTOP)"),
    ACTOR_FROZEN("the actor's node hangs (SIGSTOP)"),
    RELAY_DRAINED("the relay's node leaves in order"),
    RELAY_MOVED("the scope is moved to another node"),
    STORAGE_FROZEN("Cassandra hangs for 10 s");

    final String words;

    Fault(String words) {
        this.words = words;
    }

    /** As an option: {@code relay-killed}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
