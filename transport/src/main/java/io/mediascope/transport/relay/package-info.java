/** Relays on their event loops: UDP sockets, routes, forwarding. The loop owns all state; other threads call RelayHandle. */
@NullMarked
package io.mediascope.transport.relay;

import org.jspecify.annotations.NullMarked;
