/** A person's client in the terminal: who is there and how the media fares. The main thread; callbacks on the SDK's. */
@NullMarked
package io.mediascope.ops.join;

import org.jspecify.annotations.NullMarked;
