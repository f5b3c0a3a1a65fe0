/** Frames to RTP payloads and back, for VP8 and Opus. Each object belongs to one thread, time is handed in. */
@NullMarked
package io.mediascope.media.codec;

import org.jspecify.annotations.NullMarked;
