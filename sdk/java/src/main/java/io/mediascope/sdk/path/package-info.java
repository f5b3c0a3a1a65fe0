/** UDP sockets, the proof of paths by STUN, and the choice between UDP and TLS. All on the service thread. */
@NullMarked
package io.mediascope.sdk.path;

import org.jspecify.annotations.NullMarked;
