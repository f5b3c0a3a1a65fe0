package io.mediascope.ops.cli;

import io.mediascope.cluster.settings.NodeStartException;
import io.mediascope.ops.cluster.ClusterException;
import io.mediascope.ops.cluster.cassandra.CassandraException;
import io.mediascope.ops.demo.DemoFailure;
import io.mediascope.ops.node.RequestRefused;
import java.io.PrintWriter;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line's entry. Exit codes: 0 done, 1 failed, 2 wrong usage, configuration or a busy port. */
@Command(
        name = "mediascope",
        description = "Real-time audio, video, screen sharing and messages.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "  test    Runs all tests (./mediascope test --help).",
            "",
            "Every command finds its node by --data DIR.",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, configuration or a busy port."
        },
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            AppCommand.class,
            TokenCommand.class,
            JoinCommand.class,
            ScopesCommand.class,
            ScopeCommand.class,
            ReplayCommand.class,
            NodeCommand.class,
            SchemaCommand.class,
            DemoCommand.class,
            ReportDeathCommand.class,
            ClusterCommand.class,
            VersionCommand.class,
            HelpCommand.class
        })
public final class Main implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        LogSetup.quiet();
        System.exit(run(args));
    }

    /** Runs one command line and returns its exit code; what it prints goes to this process's output. */
    public static int run(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        for (FurtherCommand further : ServiceLoader.load(FurtherCommand.class)) {
            line.addSubcommand(further);
        }
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(Main::wrongUsage);
        line.setExecutionExceptionHandler(Main::failed);
        return line;
    }

    /** Without a command there is nothing to do: that is wrong usage, and the help says what there is. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandFailure.USAGE;
    }

    static PrintWriter out(CommandSpec spec) {
        return spec.commandLine().getOut();
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("mediascope: " + what(e) + " (see: mediascope " + path(e.getCommandLine()) + "--help)");
        return CommandFailure.USAGE;
    }

    private static String what(ParameterException e) {
        Map<String, CommandLine> commands = e.getCommandLine().getSubcommands();
        if (e instanceof UnmatchedArgumentException unmatched && !commands.isEmpty() && !unmatched.isUnknownOption()) {
            return "unknown command '" + unmatched.getUnmatched().get(0) + "'" + suggestion(unmatched);
        } else if (e.getMessage() != null && e.getMessage().startsWith("Missing required subcommand")) {
            return "which one? " + String.join(", ", commands.keySet());
        }
        return firstLine(e.getMessage());
    }

    private static String suggestion(UnmatchedArgumentException e) {
        return e.getSuggestions().stream()
                .findFirst()
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    private static int failed(Exception e, CommandLine line, ParseResult parsed) {
        Failure failure = Failure.of(e);
        line.getErr().println("mediascope: " + failure.line());
        if (System.getenv("MEDIASCOPE_TRACE") != null) {
            e.printStackTrace(line.getErr());
        }
        return failure.exitCode();
    }

    private static String path(CommandLine line) {
        CommandLine parent = line.getParent();
        return parent == null ? "" : path(parent) + line.getCommandName() + " ";
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "wrong usage" : message.lines().findFirst().orElse("wrong usage");
    }

    /** What a person is told of an exception. */
    private record Failure(String line, int exitCode) {
        static Failure of(Exception e) {
            if (e instanceof CommandFailure failure) {
                return new Failure(failure.line(), failure.exitCode());
            } else if (e instanceof NodeStartException || e instanceof IllegalArgumentException) {
                return new Failure(firstLine(e.getMessage()), CommandFailure.USAGE);
            } else if (e instanceof DemoFailure || e instanceof ClusterException || e instanceof CassandraException) {
                return new Failure(firstLine(e.getMessage()), CommandFailure.FAILED);
            } else if (e instanceof RequestRefused refused) {
                int code = refused.badRequest() ? CommandFailure.USAGE : CommandFailure.FAILED;
                return new Failure(firstLine(e.getMessage()), code);
            }
            String message = e.getMessage();
            String text = message == null ? e.toString() : e.getClass().getSimpleName() + ": " + firstLine(message);
            return new Failure(text, CommandFailure.FAILED);
        }
    }
}
