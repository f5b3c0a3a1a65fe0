/** ParticipantSession: one actor per management link, on the media home. */
@NullMarked
package io.mediascope.scope.session;

import org.jspecify.annotations.NullMarked;
