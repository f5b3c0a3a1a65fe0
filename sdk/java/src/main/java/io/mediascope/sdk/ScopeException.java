package io.mediascope.sdk;

import java.io.Serial;

/** A request that failed, with its code. Completes the stages of {@link ScopeConnection} exceptionally. */
public final class ScopeException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public ScopeException(ErrorCode code, String text) {
        super(text);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
