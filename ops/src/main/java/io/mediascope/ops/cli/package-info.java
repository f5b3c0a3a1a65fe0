/** The command line: one class per command. The main thread, and the threads that a command waits for. */
@NullMarked
package io.mediascope.ops.cli;

import org.jspecify.annotations.NullMarked;
