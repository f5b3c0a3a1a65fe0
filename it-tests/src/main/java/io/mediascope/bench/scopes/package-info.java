/**
 * Many live scopes on a cluster of real processes: what joining, asking and keeping them costs.
 *
 * <p>Thread: the command's; links live on one event loop of each generating process.
 */
@NullMarked
package io.mediascope.bench.scopes;

import org.jspecify.annotations.NullMarked;
