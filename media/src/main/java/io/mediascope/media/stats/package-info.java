/** What reception tells: sequence numbers, loss, jitter, rates, delay trend. Each object belongs to one thread, time is handed in. */
@NullMarked
package io.mediascope.media.stats;

import org.jspecify.annotations.NullMarked;
