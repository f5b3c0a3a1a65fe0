package io.mediascope.cluster.settings;

import java.util.Arrays;
import java.util.Locale;

/** Where a node keeps events and applications. */
public enum Profile {
    /** In a file of its own. */
    EMBEDDED,
    /** In Cassandra and a relational database, which all nodes of a cluster share. */
    CLUSTER;

    static Profile of(String text) {
        return Arrays.stream(values())
                .filter(profile -> profile.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new NodeStartException(
                        "mediascope.profile is '" + text + "'; it must be 'embedded' or 'cluster'"));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How Akka is set up for it. */
    String file() {
        return "/mediascope-" + text() + ".conf";
    }
}
