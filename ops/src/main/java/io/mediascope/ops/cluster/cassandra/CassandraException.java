package io.mediascope.ops.cluster.cassandra;

/** Cassandra cannot be run; the message says in one line what to do about it. */
public final class CassandraException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CassandraException(String line) {
        super(line);
    }

    CassandraException(String line, Throwable cause) {
        super(line, cause);
    }
}
