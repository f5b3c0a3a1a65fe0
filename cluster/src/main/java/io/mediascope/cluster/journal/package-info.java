/**
 * The embedded database: its file, its tables, and the probe that tells whether it takes writes.
 *
 * <p>Thread: the caller's; the probe has one of its own.
 */
@NullMarked
package io.mediascope.cluster.journal;

import org.jspecify.annotations.NullMarked;
