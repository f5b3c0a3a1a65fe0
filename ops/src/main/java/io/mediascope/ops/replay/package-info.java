/** Persisted events as text: formats and pace. The thread that reads the events. */
@NullMarked
package io.mediascope.ops.replay;

import org.jspecify.annotations.NullMarked;
