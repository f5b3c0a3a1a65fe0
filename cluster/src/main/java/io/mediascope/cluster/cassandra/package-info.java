/**
 * Apache Cassandra: the node's session, the tables, the journal's plug-in with what a cluster needs of it.
 *
 * <p>Thread: any; the plug-in runs as an actor.
 */
@NullMarked
package io.mediascope.cluster.cassandra;

import org.jspecify.annotations.NullMarked;
