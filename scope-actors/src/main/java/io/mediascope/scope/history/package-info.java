/** The public form of persisted events, for analysts and webhooks. */
@NullMarked
package io.mediascope.scope.history;

import org.jspecify.annotations.NullMarked;
