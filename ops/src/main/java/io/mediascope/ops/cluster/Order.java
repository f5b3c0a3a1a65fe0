package io.mediascope.ops.cluster;

/**
 * What the supervisor is told to do.
 *
 * @param number of the node; 0 for {@link Kind#ADD}
 * @param region of a node that is added; empty = the plan's
 * @param restart whether a node that is killed is started again
 */
public record Order(Kind kind, int number, String region, boolean restart) {
    /** The verbs. */
    public enum Kind {
        ADD,
        START,
        KILL,
        DRAIN
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
}
