/** The HTTP server: resolve, health, metrics, administration. Akka HTTP's threads; what blocks runs on the blocking dispatcher. */
@NullMarked
package io.mediascope.ops.http;

import org.jspecify.annotations.NullMarked;
