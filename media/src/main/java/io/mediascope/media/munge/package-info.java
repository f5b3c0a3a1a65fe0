/** What leaves to a browser: numbers rewritten so that sources change without a seam, retransmissions. One thread for each object. */
@NullMarked
package io.mediascope.media.munge;

import org.jspecify.annotations.NullMarked;
