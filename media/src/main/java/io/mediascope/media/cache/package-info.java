/** Packets kept for retransmission, bounded in every direction. Owned by the thread that forwards them. */
@NullMarked
package io.mediascope.media.cache;

import org.jspecify.annotations.NullMarked;
