package io.mediascope.ops.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** Where logs go. Settings may have made the first logger before it is known where a node's log is: that one counts. */
final class LogSetup {
    private static final String CONFIGURATION = "logback.configurationFile";
    private static final String NODE = "logback-node.xml";

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
        System.setProperty(CONFIGURATION, NODE);
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            configure(context);
        }
    }

    private static void configure(LoggerContext context) {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        context.reset();
        try {
            configurator.doConfigure(
                    Objects.requireNonNull(LogSetup.class.getClassLoader().getResource(NODE), NODE));
        } catch (JoranException e) {
            throw new IllegalStateException(NODE + " cannot be read", e);
        }
    }
}
