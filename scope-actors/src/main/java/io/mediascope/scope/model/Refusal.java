package io.mediascope.scope.model;

/**
 * A refusal as a value.
 *
 * @param text what was wrong, and what would be right, for a person
 * @param retryable whether the same request can succeed later
 * @param retryAfterMs 0 = the client decides
 */
public record Refusal(RefusalReason reason, String text, boolean retryable, int retryAfterMs)
        implements ScopeSerializable {
    /** A refusal that repeating does not help against. */
    public static Refusal of(RefusalReason reason, String text) {
        return new Refusal(reason, text, false, 0);
    }

    /** A refusal that may not last. */
    public static Refusal retryable(RefusalReason reason, String text, int retryAfterMs) {
        return new Refusal(reason, text, true, retryAfterMs);
    }
}
