package io.mediascope.ops;

import org.jspecify.annotations.Nullable;

/** The version of this build. */
public final class ProductVersion {
    public static final String TEXT = text(ProductVersion.class.getPackage().getImplementationVersion());

    private ProductVersion() {}

    private static String text(@Nullable String manifest) {
        return manifest == null ? "development" : manifest;
    }
}
