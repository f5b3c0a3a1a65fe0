/** Janus' videoroom as a peer to measure against: its process, its API, a room with light peers. Used by the benchmark's thread. */
@NullMarked
package io.mediascope.bench.janus;

import org.jspecify.annotations.NullMarked;
