package io.mediascope.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.ops.node.NodeClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scope …}: what an operator does with one scope. */
@Command(
        name = "scope",
        description = "Acts on one live scope.",
        mixinStandardHelpOptions = true,
        subcommands = ScopeCommand.Move.class)
final class ScopeCommand {
    /** {@code scope move S [NODE]}. */
    @Command(
            name = "move",
            description = "Moves a scope's media to another node; its participants stay in.",
            mixinStandardHelpOptions = true)
    static final class Move implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(index = "0", paramLabel = "SCOPE", description = "The scope.")
        private String scope = "";

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "NODE",
                description =
                        "Where to: a node's address, or HOST:PORT of its links; the best other one when left out.")
        private String target = "";

        @Option(names = "--app", paramLabel = "APP", description = "Its application, where several have such a scope.")
        private @Nullable String app;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            NodeClient client = new NodeClient(data.requireNode());
            String application = app == null ? onlyApplication(client) : app;
            client.moveScope(application, scope, target);
            Main.out(spec).println("scope " + scope + " moves to " + (target.isEmpty() ? "another node" : target));
            return 0;
        }

        private String onlyApplication(NodeClient client) {
            List<String> found = new ArrayList<>();
            for (JsonNode live : client.get("/admin/scopes")) {
                if (scope.equals(live.path("scopeId").asText())) {
                    found.add(live.path("applicationId").asText());
                }
            }
            if (found.size() != 1) {
                throw CommandFailure.failed(
                        found.isEmpty()
                                ? "no relay of a scope " + scope + " is on this node; name its application with --app"
                                : "several applications have a scope " + scope + "; name one with --app");
            }
            return found.get(0);
        }
    }
}
