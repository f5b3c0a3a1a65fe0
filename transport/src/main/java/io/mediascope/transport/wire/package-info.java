/** Framing of the management link and the media connection, shared by nodes and clients. Runs on a channel's loop. */
@NullMarked
package io.mediascope.transport.wire;

import org.jspecify.annotations.NullMarked;
