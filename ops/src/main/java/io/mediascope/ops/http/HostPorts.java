package io.mediascope.ops.http;

import io.mediascope.scope.model.HostPort;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code HOST:PORT} and {@code [ADDRESS]:PORT}. */
final class HostPorts {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.%]{2,64})]|([^\\s:\\[\\]/]{1,253})):(\\d{1,5})");

    private HostPorts() {}

    static HostPort parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            int port = Integer.parseInt(form.group(3));
            if (port >= 1 && port <= 65_535) {
                return new HostPort(form.group(1) != null ? form.group(1) : form.group(2), port);
            }
        }
        throw new IllegalArgumentException("streamer must be HOST:PORT");
    }
}
