package io.mediascope.transport.counters;

/** What the constants of a module's enum of counters are. */
public interface Counted {
    Metric metric();
}
