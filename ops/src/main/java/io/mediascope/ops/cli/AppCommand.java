package io.mediascope.ops.cli;

import io.mediascope.ops.TextTable;
import io.mediascope.ops.node.Administration;
import io.mediascope.ops.node.Administration.Application;
import io.mediascope.ops.node.Administration.NewKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app create|list|limits|key add|key revoke}. */
@Command(
        name = "app",
        description = "Applications and their API keys.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {AppCommand.Create.class, AppCommand.ListAll.class, LimitsCommand.class, AppCommand.Key.class})
final class AppCommand {
    @Command(name = "create", description = "Makes an application and its first key.", mixinStandardHelpOptions = true)
    static final class Create extends AdministrationCommand {
        @Parameters(paramLabel = "NAME", description = "Its name, for people.")
        private String name = "";

        @Override
        Outcome run(Administration administration) {
            return shown(administration.createApplication(name));
        }
    }

    @Command(
            name = "list",
            description = "Lists applications and keys (never secrets).",
            mixinStandardHelpOptions = true)
    static final class ListAll extends AdministrationCommand {
        @Override
        Outcome run(Administration administration) {
            List<Application> all = administration.applications();
            TextTable table = new TextTable("APPLICATION", "NAME", "KEYS");
            all.forEach(app -> table.row(app.applicationId(), app.name(), keys(app)));
            return new Outcome(all, table.lines());
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
    static final class KeyAdd extends AdministrationCommand {
        @Parameters(index = "0", arity = "0..1", paramLabel = "APP", description = "The application's id.")
        private @Nullable String positional;

        @Option(names = "--app", paramLabel = "APP", description = "The same as an option.")
        private @Nullable String app;

        @Override
        Outcome run(Administration administration) {
            String id = AdministrationAccess.application(administration, app != null ? app : positional);
            return shown(administration.addKey(id));
        }
    }

    @Command(
            name = "revoke",
            description = "Revokes a key: new joins with its tokens are refused at once.",
            mixinStandardHelpOptions = true)
    static final class KeyRevoke extends AdministrationCommand {
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

        @Override
        Outcome run(Administration administration) {
            List<String> rest = new ArrayList<>(ids);
            String keyId = key == null && !rest.isEmpty() ? rest.remove(rest.size() - 1) : key;
            String named = app == null && !rest.isEmpty() ? rest.remove(0) : app;
            if (keyId == null || !rest.isEmpty()) {
                throw CommandFailure.usage("which key? mediascope app key revoke APP KEY");
            }
            String id = AdministrationAccess.application(administration, named);
            administration.revokeKey(id, keyId);
            return new Outcome(
                    Map.of("applicationId", id, "keyId", keyId, "revoked", true),
                    List.of("revoked key " + keyId + " of application " + id));
        }
    }

    private AppCommand() {}

    private static AdministrationCommand.Outcome shown(NewKey key) {
        return new AdministrationCommand.Outcome(
                key,
                List.of(
                        "application  " + key.applicationId(),
                        "key          " + key.keyId(),
                        "secret       " + key.secret(),
                        "The secret is shown this once."));
    }
}
