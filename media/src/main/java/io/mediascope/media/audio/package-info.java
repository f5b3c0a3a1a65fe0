/** Who speaks, told from audio levels. Each object belongs to one thread, time is handed in. */
@NullMarked
package io.mediascope.media.audio;

import org.jspecify.annotations.NullMarked;
