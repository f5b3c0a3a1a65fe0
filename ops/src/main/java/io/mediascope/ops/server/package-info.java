/** A whole node in one process: the node, its HTTP server and its file. Any thread. */
@NullMarked
package io.mediascope.ops.server;

import org.jspecify.annotations.NullMarked;
