/**
 * The placement of a large cluster without its network: virtual nodes and scopes, the real strategy, a virtual clock.
 *
 * <p>Thread: one.
 */
@NullMarked
package io.mediascope.bench.placement;

import org.jspecify.annotations.NullMarked;
