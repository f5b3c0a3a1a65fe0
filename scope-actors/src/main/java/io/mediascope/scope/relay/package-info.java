/** The messages between a scope's actor and the relay agents of nodes; all fenced and versioned. */
@NullMarked
package io.mediascope.scope.relay;

import org.jspecify.annotations.NullMarked;
