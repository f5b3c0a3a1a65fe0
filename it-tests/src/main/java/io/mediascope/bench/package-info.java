/** Benchmarks of a running node beside plain relays in the same run. Each program has a main thread and Netty loops of its own. */
@NullMarked
package io.mediascope.bench;

import org.jspecify.annotations.NullMarked;
