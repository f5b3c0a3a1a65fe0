package io.mediascope.ops.cli;

import io.mediascope.ops.ProductVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} and {@code version} print. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "mediascope " + ProductVersion.TEXT,
            "java " + System.getProperty("java.vm.version") + " (" + System.getProperty("java.vm.vendor") + ")"
        };
    }
}
