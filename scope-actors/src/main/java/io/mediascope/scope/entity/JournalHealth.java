package io.mediascope.scope.entity;

/** Whether the journal takes writes now, as a node-level probe saw it last. Safe from any thread. */
@FunctionalInterface
public interface JournalHealth {
    boolean up();
}
