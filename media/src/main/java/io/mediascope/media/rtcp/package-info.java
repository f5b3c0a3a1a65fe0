/** RTCP read and written in place, without garbage. A writer belongs to one thread. */
@NullMarked
package io.mediascope.media.rtcp;

import org.jspecify.annotations.NullMarked;
