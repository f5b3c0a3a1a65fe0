/** MediaScope: the sharded, event-sourced actor of one scope, and its policies. */
@NullMarked
package io.mediascope.scope.entity;

import org.jspecify.annotations.NullMarked;
