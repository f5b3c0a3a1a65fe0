/** A node as a process of this machine: its file, how commands find it and speak to it. Any thread. */
@NullMarked
package io.mediascope.ops.node;

import org.jspecify.annotations.NullMarked;
