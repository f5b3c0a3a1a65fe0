/**
 * The node's relay agent: what a scope's actor asks is done on the relay loops, and what they report goes back.
 *
 * <p>Thread: the agent's actor; relay loops only send it messages.
 */
@NullMarked
package io.mediascope.cluster.relay;

import org.jspecify.annotations.NullMarked;
