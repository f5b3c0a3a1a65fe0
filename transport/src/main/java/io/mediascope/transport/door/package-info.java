/** The TCP front door: TLS, ALPN, management links and media connections, on its own event loops. */
@NullMarked
package io.mediascope.transport.door;

import org.jspecify.annotations.NullMarked;
