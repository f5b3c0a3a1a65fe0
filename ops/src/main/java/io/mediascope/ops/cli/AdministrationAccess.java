package io.mediascope.ops.cli;

import io.mediascope.ops.node.Administration;
import io.mediascope.ops.node.NodeClient;
import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.node.OfflineAdministration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opens what administers a data folder: the node when it runs, else its file. */
final class AdministrationAccess {
    private AdministrationAccess() {}

    static Administration open(DataOption data) {
        Optional<NodeFile> node = data.runningNode();
        return node.<Administration>map(NodeClient::new)
                .orElseGet(() -> OfflineAdministration.open(data.folder().path()));
    }

    /** The application that was named, or the only one there is. */
    static String application(Administration administration, @Nullable String named) {
        if (named != null) {
            return named;
        }
        List<Administration.Application> all = administration.applications();
        if (all.size() != 1) {
            String names = all.stream()
                    .map(app -> app.applicationId() + " (" + app.name() + ")")
                    .collect(Collectors.joining(", "));
            throw CommandFailure.usage("name an application with --app: " + names);
        }
        return all.get(0).applicationId();
    }
}
