package io.mediascope.ops.cli;

import io.mediascope.ops.node.Administration;
import io.mediascope.ops.node.Administration.TokenOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code token}: prints a join token and nothing else. */
@Command(name = "token", description = "Prints a join token.", mixinStandardHelpOptions = true)
final class TokenCommand implements Runnable {
    private static final List<String> GRANTS = List.of("publish", "subscribe", "data", "admin");

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--app", paramLabel = "APP", description = "Application; not needed when there is one only.")
    private @Nullable String app;

    @Option(names = "--scope", paramLabel = "SCOPE", required = true, description = "The scope that it lets in to.")
    private String scope = "";

    @Option(names = "--user", paramLabel = "USER", required = true, description = "Who joins.")
    private String user = "";

    @Option(names = "--ttl", paramLabel = "TIME", defaultValue = "1h", description = "Valid for so long (default: 1h).")
    private String ttl = "1h";

    @Option(
            names = "--grant",
            paramLabel = "GRANT",
            split = ",",
            description = "publish, subscribe, data or admin; repeatable (default: the first three).")
    private List<String> grants = new ArrayList<>();

    @Option(names = "--no-p2p", description = "Never show this user's addresses to peers.")
    private boolean noP2p;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        try (Administration administration = AdministrationAccess.open(data)) {
            String id = AdministrationAccess.application(administration, app);
            Main.out(spec).println(administration.issueToken(order(id)));
        }
    }

    private TokenOrder order(String applicationId) {
        List<String> names =
                grants.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        for (String name : names) {
            if (!GRANTS.contains(name)) {
                throw CommandFailure.usage("--grant " + name + ": publish, subscribe, data or admin are possible");
            }
        }
        long seconds = TimeArgument.duration(ttl).toSeconds();
        if (seconds < 1) {
            throw CommandFailure.usage("--ttl " + ttl + ": at least 1s");
        }
        return new TokenOrder(applicationId, scope, user, seconds, names, !noP2p);
    }
}
