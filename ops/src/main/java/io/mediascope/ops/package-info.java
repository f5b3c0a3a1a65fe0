/** What the packages of this module share: JSON and the version. Any thread. */
@NullMarked
package io.mediascope.ops;

import org.jspecify.annotations.NullMarked;
