/** UDP sockets of one event loop: opening, batch reads, segmented sends. Everything but opening runs on the loop. */
@NullMarked
package io.mediascope.transport.relay.udp;

import org.jspecify.annotations.NullMarked;
