package io.mediascope.ops.cli;

import java.nio.file.Path;

/** Where logs go. Must be called before the first logger is made; only the first call counts. */
final class LogSetup {
    private static final String CONFIGURATION = "logback.configurationFile";

    private LogSetup() {}

    /** Warnings only, to the error output: commands speak by their own lines. */
    static void quiet() {
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, "logback-command.xml");
        }
    }

    /** Everything into one file, which is rolled by size; warnings to the error output too. */
    static void node(Path file) {
        System.setProperty("node.log.file", file.toString());
        System.setProperty(CONFIGURATION, "logback-node.xml");
    }
}
