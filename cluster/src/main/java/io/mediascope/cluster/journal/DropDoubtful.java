package io.mediascope.cluster.journal;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/**
 * Which connections the pool throws away after an error: all but those whose statement was at fault. The pool's own list does not
 * know H2's codes, and it examines a connection only when it was idle for half a second: one that broke and is tried more often would
 * be kept for good.
 */
public final class DropDoubtful implements SQLExceptionOverride {
    /** Classes of SQLSTATE that speak of the statement: data, constraint, transaction, syntax (ISO/IEC 9075-2, table 33). */
    private static final Set<String> OF_THE_STATEMENT = Set.of("22", "23", "40", "42");

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        String state = failure.getSQLState();
        boolean harmless = state != null && state.length() == 5 && OF_THE_STATEMENT.contains(state.substring(0, 2));
        return harmless ? Override.DO_NOT_EVICT : Override.MUST_EVICT;
    }
}
