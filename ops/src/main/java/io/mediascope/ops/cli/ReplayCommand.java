package io.mediascope.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.replay.EventFormat;
import io.mediascope.ops.replay.EventSelection;
import io.mediascope.ops.replay.NodeEvents;
import io.mediascope.ops.replay.OfflineEvents;
import io.mediascope.ops.replay.ReplayPace;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code replay}: persisted events in order, from the running node or from its file. */
@Command(name = "replay", description = "Shows persisted events in order.", mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--app", paramLabel = "APP", description = "Events of this application only.")
    private @Nullable String app;

    @Option(names = "--scope", paramLabel = "SCOPE", description = "Events of this scope only.")
    private @Nullable String scope;

    @Option(names = "--from", paramLabel = "TIME", description = "Not before: 2026-01-31T12:00:00Z, 2026-01-31 or 10m.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Before this time.")
    private @Nullable String to;

    @Option(names = "--follow", description = "Stay and show events as they are persisted (needs the running node).")
    private boolean follow;

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "0",
            description = "As far apart as they happened, X times faster (default: all at once).")
    private double speed;

    @Option(names = "--format", defaultValue = "table", description = "table, ndjson or csv (default: table).")
    private EventFormat.Name format = EventFormat.Name.table;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private boolean begun;

    @Override
    public Integer call() throws Exception {
        ReplayPace pace = new ReplayPace(speed);
        EventFormat lines = EventFormat.of(format);
        Instant now = Instant.now();
        EventSelection selection = new EventSelection(
                Optional.ofNullable(app), Optional.ofNullable(scope), time(from, now), time(to, now), follow);
        PrintWriter out = Main.out(spec);
        Optional<NodeFile> node = data.runningNode();
        if (node.isPresent()) {
            begin(lines, out);
            new NodeEvents(node.get()).forEach(selection, event -> show(event, lines, pace, out));
        } else if (follow) {
            throw CommandFailure.failed(
                    "no node is running on " + data.folder().path() + ", so there is nothing to follow");
        } else {
            new OfflineEvents(data.folder().path()).forEach(selection, event -> show(event, lines, pace, out));
            begin(lines, out);
        }
        out.flush();
        return 0;
    }

    /** Not before it is known that there is a history. */
    private void begin(EventFormat lines, PrintWriter out) {
        if (!begun) {
            begun = true;
            lines.header().forEach(out::println);
            out.flush();
        }
    }

    /** False = nobody reads any more. */
    private boolean show(JsonNode event, EventFormat lines, ReplayPace pace, PrintWriter out)
            throws InterruptedException {
        begin(lines, out);
        if (speed > 0) {
            long eventMs = Instant.parse(event.path("time").asText()).toEpochMilli();
            TimeUnit.MILLISECONDS.sleep(pace.delayMs(eventMs, System.currentTimeMillis()));
        }
        out.println(lines.line(event));
        if (speed > 0 || follow) {
            out.flush();
        }
        return !out.checkError();
    }

    private static Optional<Instant> time(@Nullable String text, Instant now) {
        return Optional.ofNullable(text).map(t -> TimeArgument.instant(t, now, ZoneId.systemDefault()));
    }
}
