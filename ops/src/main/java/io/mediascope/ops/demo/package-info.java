/** The demo: a call from the first join to the last leave, on real media. The main thread, which awaits the SDK's callbacks. */
@NullMarked
package io.mediascope.ops.demo;

import org.jspecify.annotations.NullMarked;
