/**
 * The persisted events of scopes, as analysts read them.
 *
 * <p>Thread: Akka Streams dispatchers.
 */
@NullMarked
package io.mediascope.cluster.history;

import org.jspecify.annotations.NullMarked;
