/** Values of the control plane. Immutable, any thread, serializable. */
@NullMarked
package io.mediascope.scope.model;

import org.jspecify.annotations.NullMarked;
