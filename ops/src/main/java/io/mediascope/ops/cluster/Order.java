package io.mediascope.ops.cluster;

/**
 * What the supervisor is told to do.
 *
 * @param number of the node; 0 for {@link Kind#ADD} and what is about Cassandra
 * @param region of a node that is added; empty = the plan's
 * @param restart whether a node that is killed is started again
 */
public record Order(Kind kind, int number, String region, boolean restart) {
    /** The verbs. */
    public enum Kind {
        ADD,
        START,
        KILL,
        DRAIN,
        STOP_STORAGE,
        START_STORAGE;

        boolean isOfStorage() {
            return this == STOP_STORAGE || this == START_STORAGE;
        }
    }

    public static Order add(String region) {
        return new Order(Kind.ADD, 0, region, true);
    }

    public static Order start(int number) {
        return new Order(Kind.START, number, "", true);
    }

    public static Order kill(int number, boolean restart) {
        return new Order(Kind.KILL, number, "", restart);
    }

    public static Order drain(int number) {
        return new Order(Kind.DRAIN, number, "", false);
    }

    /** Cassandra ends, until {@link #startStorage()}. */
    public static Order stopStorage() {
        return new Order(Kind.STOP_STORAGE, 0, "", false);
    }

    public static Order startStorage() {
        return new Order(Kind.START_STORAGE, 0, "", false);
    }
}
