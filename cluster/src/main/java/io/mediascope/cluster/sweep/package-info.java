/**
 * Wakes scopes that nobody else would wake: a scope whose participants all went with their node still owes the journal their leaving.
 *
 * <p>Thread: one actor; the list is read on its own thread.
 */
@NullMarked
package io.mediascope.cluster.sweep;

import org.jspecify.annotations.NullMarked;
