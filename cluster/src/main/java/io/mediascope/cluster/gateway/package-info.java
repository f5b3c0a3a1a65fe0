/**
 * Between the front door's protobuf and the sessions' messages: first message, tickets, mapping both ways.
 *
 * <p>Thread: front-door loops; never blocks.
 */
@NullMarked
package io.mediascope.cluster.gateway;

import org.jspecify.annotations.NullMarked;
