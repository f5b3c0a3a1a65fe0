package io.mediascope.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Runs each test of a class under Netty's strictest leak detector and keeps what it reports. */
public final class LeakWatch implements BeforeEachCallback, AfterEachCallback {
    private final ListAppender<ILoggingEvent> reports = new ListAppender<>();
    private final Logger detector = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private ResourceLeakDetector.Level before = ResourceLeakDetector.Level.DISABLED;

    @Override
    public void beforeEach(ExtensionContext context) {
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        reports.start();
        detector.addAppender(reports);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        detector.detachAppender(reports);
        ResourceLeakDetector.setLevel(before);
    }

    public void assertNothingLeaked() {
        collect();
        assertThat(reports.list).isEmpty();
    }

    /** The detector reports what the collector found when the next buffers are made. */
    private static void collect() {
        for (int i = 0; i < 5; i++) {
            System.gc();
            for (int b = 0; b < 100; b++) {
                PooledByteBufAllocator.DEFAULT.directBuffer(1_200).release();
            }
        }
    }
}
