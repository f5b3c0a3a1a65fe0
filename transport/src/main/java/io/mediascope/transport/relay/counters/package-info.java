/** What the relay loops count. Written by one loop each, read by any thread. */
@NullMarked
package io.mediascope.transport.relay.counters;

import org.jspecify.annotations.NullMarked;
