/** The words of the field that every plane shares. Immutable, any thread. */
@NullMarked
package io.mediascope.media.model;

import org.jspecify.annotations.NullMarked;
