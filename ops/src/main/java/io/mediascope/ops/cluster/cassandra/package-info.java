/** A real Cassandra of one node as a child process, for clusters on one machine and for tests. Any thread; starting blocks. */
@NullMarked
package io.mediascope.ops.cluster.cassandra;

import org.jspecify.annotations.NullMarked;
