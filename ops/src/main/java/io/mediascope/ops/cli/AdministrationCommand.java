package io.mediascope.ops.cli;

import io.mediascope.ops.Json;
import io.mediascope.ops.node.Administration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What administers a data folder and shows the outcome, for people or as JSON. */
abstract class AdministrationCommand implements Runnable {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--json", description = "One line of JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * An outcome in both forms.
     *
     * @param value as JSON shows it
     * @param lines for people
     */
    record Outcome(Object value, List<String> lines) {}

    abstract Outcome run(Administration administration);

    @Override
    public final void run() {
        try (Administration administration = AdministrationAccess.open(data)) {
            Outcome outcome = run(administration);
            List<String> lines = json ? List.of(Json.line(outcome.value())) : outcome.lines();
            lines.forEach(Main.out(spec)::println);
        }
    }
}
