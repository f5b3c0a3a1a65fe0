/** Media whose frames carry their number and time, to count what arrived and when. On the SDK's service thread. */
@NullMarked
package io.mediascope.load;

import org.jspecify.annotations.NullMarked;
