package io.mediascope.ops.cluster;

/** A cluster cannot be run or does not take an order; the message says in one line what to do about it. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClusterException(String line) {
        super(line);
    }

    public ClusterException(String line, Throwable cause) {
        super(line, cause);
    }
}
