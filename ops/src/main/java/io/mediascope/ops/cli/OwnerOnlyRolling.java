package io.mediascope.ops.cli;

import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import io.mediascope.cluster.settings.DataFolder;
import java.io.IOException;
import java.nio.file.Path;

/** A log that was begun anew is the owner's alone, as the first one was. {@code logback-node.xml} names this class. */
public final class OwnerOnlyRolling extends FixedWindowRollingPolicy {
    @Override
    public void rollover() {
        super.rollover();
        try {
            DataFolder.ownerOnly(Path.of(getActiveFileName()));
        } catch (IOException e) {
            addWarn("the new log cannot be kept from others", e);
        }
    }
}
