/**
 * Counters of the node and their text form.
 *
 * <p>Thread: any.
 */
@NullMarked
package io.mediascope.cluster.metrics;

import org.jspecify.annotations.NullMarked;
