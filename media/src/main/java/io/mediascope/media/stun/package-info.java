/** STUN Binding messages (RFC 8489) with short-term credentials. Views and writers belong to one thread. */
@NullMarked
package io.mediascope.media.stun;

import org.jspecify.annotations.NullMarked;
