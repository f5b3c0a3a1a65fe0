package io.mediascope.cluster.settings;

import java.time.Duration;

/**
 * The relational database of the profile {@code cluster}.
 *
 * @param url JDBC; may hold a password: never written to a log
 * @param username empty = as the URL says
 * @param refreshInterval how often the node looks for changes that nobody told it
 */
public record DatabaseSettings(String url, String username, String password, Duration refreshInterval) {
    private static final String PATH = "mediascope.database.";

    static DatabaseSettings create(Checked checked, Profile profile) {
        String url = checked.text(PATH + "url");
        if (profile == Profile.CLUSTER && !url.matches("jdbc:(postgresql|mariadb|h2):.+")) {
            throw new NodeStartException(PATH
                    + "url must be set to jdbc:postgresql://HOST/NAME, jdbc:mariadb://HOST/NAME (MySQL too) or, for"
                    + " trials, jdbc:h2:tcp://HOST/NAME");
        }
        return new DatabaseSettings(
                url,
                checked.text(PATH + "username"),
                checked.text(PATH + "password"),
                checked.duration(PATH + "refresh-interval", Duration.ofMillis(100)));
    }

    @Override
    public String toString() {
        return "DatabaseSettings[masked]";
    }
}
