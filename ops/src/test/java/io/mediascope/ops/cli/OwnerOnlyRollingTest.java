package io.mediascope.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyRollingTest {
    @TempDir
    Path dir;

    @Test
    void shouldBeginTheNextLogForTheOwnerOnly() throws Exception {
        Path log = Files.writeString(dir.resolve("log"), "before");
        ContextBase context = new ContextBase();
        RollingFileAppender<Object> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(log.toString());
        OwnerOnlyRolling rolling = new OwnerOnlyRolling();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(log + ".%i");
        appender.setRollingPolicy(rolling);
        SizeBasedTriggeringPolicy<Object> never = new SizeBasedTriggeringPolicy<>();
        appender.setTriggeringPolicy(never);
        rolling.start();

        rolling.rollover();

        assertThat(dir.resolve("log.1")).hasContent("before");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
    }
}
