/** What receivers ask and senders answer: NACK, key frames, arrival reports. Each object belongs to one thread, time is handed in. */
@NullMarked
package io.mediascope.media.feedback;

import org.jspecify.annotations.NullMarked;
