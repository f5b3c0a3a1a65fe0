package io.mediascope.ops.cluster;

/** What the supervisor has to do with a node. */
public enum NodeStatus {
    /** Its process runs; it is not ready yet. */
    STARTING,
    /** Its process runs and was ready. */
    RUNNING,
    /** Its process ended unasked and is about to be started again. */
    RESTARTING,
    /** It was asked to end. */
    STOPPING,
    /** It does not run and is not wanted. */
    STOPPED
}
