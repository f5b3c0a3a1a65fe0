/**
 * How messages and events become bytes: Jackson's CBOR, with a count of what cannot be read. Safe from any thread.
 */
@NullMarked
package io.mediascope.cluster.wire;

import org.jspecify.annotations.NullMarked;
