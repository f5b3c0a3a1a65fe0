/** Receivers and senders that cost next to nothing: they open no media. Receivers on loops of their own, each sender a thread. */
@NullMarked
package io.mediascope.load.light;

import org.jspecify.annotations.NullMarked;
