/**
 * Answers a client that asks which node serves its scope.
 *
 * <p>Thread: any.
 */
@NullMarked
package io.mediascope.cluster.resolve;

import org.jspecify.annotations.NullMarked;
