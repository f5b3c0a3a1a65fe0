/**
 * What processes cost, and numbers about times.
 *
 * <p>Thread: the command's.
 */
@NullMarked
package io.mediascope.bench.measure;

import org.jspecify.annotations.NullMarked;
