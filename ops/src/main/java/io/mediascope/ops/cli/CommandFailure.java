package io.mediascope.ops.cli;

/** Ends a command with one line for the person and an exit code. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The exit code of wrong usage, wrong configuration and busy ports. */
    public static final int USAGE = 2;

    /** The exit code of everything else that went wrong. */
    public static final int FAILED = 1;

    private final int exitCode;

    private CommandFailure(int exitCode, String line) {
        super(line, null, false, false);
        this.exitCode = exitCode;
    }

    /** Something did not work. */
    public static CommandFailure failed(String line) {
        return new CommandFailure(FAILED, line);
    }

    /** The person has to change an option, the configuration or a port. */
    public static CommandFailure usage(String line) {
        return new CommandFailure(USAGE, line);
    }

    int exitCode() {
        return exitCode;
    }

    /** The line, also where the message was null. */
    String line() {
        String message = getMessage();
        return message == null ? "failed" : message;
    }
}
