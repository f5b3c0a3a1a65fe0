package io.mediascope.ops.cli;

import io.mediascope.ops.Json;
import io.mediascope.ops.TextTable;
import io.mediascope.ops.node.Administration;
import io.mediascope.ops.node.Administration.Application;
import io.mediascope.ops.node.Administration.NewKey;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code app create|list|limits|key add|key revoke}. */
@Command(
        name = "app",
        description = "Applications and their API keys.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {AppCommand.Create.class, AppCommand.ListAll.class, LimitsCommand.class, AppCommand.Key.class})
final class AppCommand {
    @Command(name = "create", description = "Makes an application and its first key.", mixinStandardHelpOptions = true)
    static final class Create implements Runnable {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "NAME", description = "Its name, for people.")
        private String name = "";

        @Option(names = "--json", description = "One line of JSON.")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            try (Administration administration = AdministrationAccess.open(data)) {
                print(spec, administration.createApplication(name), json);
            }
        }
    }

    @Command(
            name = "list",
            description = "Lists applications and keys (never secrets).",
            mixinStandardHelpOptions = true)
    static final class ListAll implements Runnable {
        @Mixin
        private DataOption data = new DataOption();

        @Option(names = "--json", description = "One line of JSON.")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            try (Administration administration = AdministrationAccess.open(data)) {
                List<Application> all = administration.applications();
                PrintWriter out = Main.out(spec);
                if (json) {
                    out.println(Json.line(all));
                } else {
                    TextTable table = new TextTable("APPLICATION", "NAME", "KEYS");
                    all.forEach(app -> table.row(app.applicationId(), app.name(), keys(app)));
                    table.lines().forEach(out::println);
                }
            }
        }

        private static String keys(Application app) {
            return app.keys().stream()
                    .map(key -> key.keyId() + (key.revoked() ? " (revoked)" : ""))
                    .collect(Collectors.joining(", "));
        }
    }

    @Command(
            name = "key",
            description = "API keys of an application.",
            synopsisSubcommandLabel = "COMMAND",
            mixinStandardHelpOptions = true,
            subcommands = {KeyAdd.class, KeyRevoke.class})
    static final class Key {}

    @Command(name = "add", description = "Makes another key.", mixinStandardHelpOptions = true)
    static final class KeyAdd implements Runnable {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(index = "0", arity = "0..1", paramLabel = "APP", description = "The application's id.")
        private @Nullable String positional;

        @Option(names = "--app", paramLabel = "APP", description = "The same as an option.")
        private @Nullable String app;

        @Option(names = "--json", description = "One line of JSON.")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            try (Administration administration = AdministrationAccess.open(data)) {
                String id = AdministrationAccess.application(administration, app != null ? app : positional);
                print(spec, administration.addKey(id), json);
            }
        }
    }

    @Command(
            name = "revoke",
            description = "Revokes a key: new joins with its tokens are refused at once.",
            mixinStandardHelpOptions = true)
    static final class KeyRevoke implements Runnable {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(
                arity = "0..2",
                paramLabel = "[APP] KEY",
                hideParamSyntax = true,
                description = "The application's id (not needed when there is one only) and the key's id.")
        private List<String> ids = List.of();

        @Option(names = "--app", paramLabel = "APP", description = "The application's id, as an option.")
        private @Nullable String app;

        @Option(names = "--key", paramLabel = "KEY", description = "The key's id, as an option.")
        private @Nullable String key;

        @Option(names = "--json", description = "One line of JSON.")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            List<String> rest = new ArrayList<>(ids);
            String keyId = key == null && !rest.isEmpty() ? rest.remove(rest.size() - 1) : key;
            String named = app == null && !rest.isEmpty() ? rest.remove(0) : app;
            if (keyId == null || !rest.isEmpty()) {
                throw CommandFailure.usage("which key? mediascope app key revoke APP KEY");
            }
            try (Administration administration = AdministrationAccess.open(data)) {
                String id = AdministrationAccess.application(administration, named);
                administration.revokeKey(id, keyId);
                PrintWriter out = Main.out(spec);
                out.println(
                        json
                                ? Json.line(Map.of("applicationId", id, "keyId", keyId, "revoked", true))
                                : "revoked key " + keyId + " of application " + id);
            }
        }
    }

    private AppCommand() {}

    private static void print(CommandSpec spec, NewKey key, boolean json) {
        PrintWriter out = Main.out(spec);
        if (json) {
            out.println(Json.line(key));
            return;
        }
        out.println("application  " + key.applicationId());
        out.println("key          " + key.keyId());
        out.println("secret       " + key.secret());
        out.println("The secret is shown this once.");
    }
}
