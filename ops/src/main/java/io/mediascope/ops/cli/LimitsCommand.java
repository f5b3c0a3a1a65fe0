package io.mediascope.ops.cli;

import io.mediascope.ops.node.Administration;
import io.mediascope.ops.node.Administration.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app limits}: shows an application's limits, after changing those that are named. */
@Command(
        name = "limits",
        description =
                "Shows or changes an application's limits; 0 = the node's default. They hold for joins from then on.",
        mixinStandardHelpOptions = true)
final class LimitsCommand extends AdministrationCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "APP",
            description = "The application's id (not needed when there is one only).")
    private @Nullable String app;

    @Option(names = "--participants", paramLabel = "N", description = "In all scopes of the application together.")
    private @Nullable Integer participants;

    @Option(names = "--participants-per-scope", paramLabel = "N", description = "In one scope.")
    private @Nullable Integer participantsPerScope;

    @Option(names = "--tracks", paramLabel = "N", description = "Published by one participant.")
    private @Nullable Integer tracks;

    @Override
    Outcome run(Administration administration) {
        Limits limits = changed(administration, AdministrationAccess.application(administration, app));
        return new Outcome(
                limits,
                List.of(
                        "participants            " + shown(limits.participants()),
                        "participants per scope  " + shown(limits.participantsPerScope()),
                        "tracks per participant  " + shown(limits.tracksPerParticipant())));
    }

    private Limits changed(Administration administration, String id) {
        Limits now = administration.applications().stream()
                .filter(application -> application.applicationId().equals(id))
                .findFirst()
                .orElseThrow(() -> CommandFailure.usage("there is no application " + id))
                .limits();
        Limits wanted = new Limits(
                or(participants, now.participants()),
                or(participantsPerScope, now.participantsPerScope()),
                or(tracks, now.tracksPerParticipant()));
        return wanted.equals(now) ? now : administration.setLimits(id, wanted);
    }

    private static int or(@Nullable Integer wanted, int now) {
        return wanted == null ? now : wanted;
    }

    private static String shown(int limit) {
        return limit == 0 ? "default" : Integer.toString(limit);
    }
}
