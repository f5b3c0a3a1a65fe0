/** How much a path carries, from delay and loss. Each object belongs to one thread, time is handed in. */
@NullMarked
package io.mediascope.media.bandwidth;

import org.jspecify.annotations.NullMarked;
