/** What SDP settled for one WebRTC peer connection, as immutable values. Any thread. */
@NullMarked
package io.mediascope.media.webrtc;

import org.jspecify.annotations.NullMarked;
