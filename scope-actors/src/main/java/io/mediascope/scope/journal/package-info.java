/** What stands in the journal. Frozen: names and fields of what was written once never change. */
@NullMarked
package io.mediascope.scope.journal;

import org.jspecify.annotations.NullMarked;
