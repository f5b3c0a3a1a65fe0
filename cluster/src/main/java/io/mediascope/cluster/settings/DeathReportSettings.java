package io.mediascope.cluster.settings;

import java.util.List;

/**
 * {@code mediascope.cluster.death-reports}; {@code reference.conf} explains each value.
 *
 * @param secret empty = reports come from the own machine only
 * @param to base URLs of nodes
 */
public record DeathReportSettings(String secret, List<String> to) {
    private static final String PATH = "mediascope.cluster.death-reports.";
    private static final int SECRET_LEAST = 32;

    static DeathReportSettings create(Checked checked) {
        String secret = checked.text(PATH + "secret");
        if (!secret.isEmpty() && secret.length() < SECRET_LEAST) {
            throw new NodeStartException(PATH + "secret has " + secret.length() + " characters; it needs at least "
                    + SECRET_LEAST + ", for instance from: openssl rand -hex 32");
        }
        List<String> to = checked.texts(PATH + "to");
        for (String url : to) {
            if (!url.matches("https?://[A-Za-z0-9.:\\[\\]_-]+")) {
                throw new NodeStartException(
                        PATH + "to has \"" + url + "\"; an entry is https://HOST:PORT of a node's front door");
            }
        }
        return new DeathReportSettings(secret, to);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "DeathReportSettings[to=" + to + "]";
    }
}
