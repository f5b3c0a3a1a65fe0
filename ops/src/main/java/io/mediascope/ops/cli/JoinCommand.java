package io.mediascope.ops.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code join}. */
@Command(name = "join", description = "Join.", mixinStandardHelpOptions = true)
final class JoinCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw CommandFailure.failed("not yet");
    }
}
