/**
 * A whole cluster on this machine: Cassandra, a database, nodes as processes of their own, and the supervisor that reaps and restarts them.
 *
 * <p>Thread: the supervisor's own loop holds what changes; commands ask it over loopback.
 */
@NullMarked
package io.mediascope.ops.cluster;

import org.jspecify.annotations.NullMarked;
