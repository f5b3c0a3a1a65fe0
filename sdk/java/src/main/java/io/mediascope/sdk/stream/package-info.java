/** Streams: frames to sealed packets and back, and the RTCP that keeps them whole. All on the service thread. */
@NullMarked
package io.mediascope.sdk.stream;

import org.jspecify.annotations.NullMarked;
