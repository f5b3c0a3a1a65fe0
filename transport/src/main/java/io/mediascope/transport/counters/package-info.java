/**
 * What a counter is called, and values that many threads add to.
 *
 * <p>Thread: any.
 */
@NullMarked
package io.mediascope.transport.counters;

import org.jspecify.annotations.NullMarked;
