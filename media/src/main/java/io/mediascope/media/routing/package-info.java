/** What a relay needs to know of a scope, as immutable values. Any thread. */
@NullMarked
package io.mediascope.media.routing;

import org.jspecify.annotations.NullMarked;
