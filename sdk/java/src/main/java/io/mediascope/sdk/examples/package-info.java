/** Small programs for the documentation. They run on their own main thread. */
@NullMarked
package io.mediascope.sdk.examples;

import org.jspecify.annotations.NullMarked;
