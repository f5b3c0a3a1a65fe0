package io.mediascope.sdk;

import io.mediascope.transport.wire.v1.RefusalReason;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolvers name the reason of a refusal in their answer. */
final class ResolverRefusal {
    /** What another resolver, or the same a little later, may not repeat. */
    private static final Set<ErrorCode> PASSING = EnumSet.of(
            ErrorCode.REFUSED_OTHERWISE,
            ErrorCode.RATE_LIMITED,
            ErrorCode.INTERNAL_ERROR,
            ErrorCode.NODE_DRAINING,
            ErrorCode.NODE_FULL,
            ErrorCode.JOURNAL_UNAVAILABLE,
            ErrorCode.TIMED_OUT);

    private static final int HTTP_CLIENT_ERROR = 400;
    private static final int HTTP_SERVER_ERROR = 500;

    private ResolverRefusal() {}

    /** The reason, when asking again would not help; null otherwise. */
    static @Nullable ErrorCode lasting(int status, String text) {
        if (status < HTTP_CLIENT_ERROR || status >= HTTP_SERVER_ERROR) {
            return null;
        }
        String upper = text.toUpperCase(Locale.ROOT);
        for (RefusalReason reason : RefusalReason.values()) {
            ErrorCode code = ErrorCode.of(reason);
            if (!PASSING.contains(code) && upper.contains(code.name())) {
                return code;
            }
        }
        return null;
    }
}
