/** WebRTC peer connections of a relay's loop: ICE lite, DTLS, SRTP. On the loop, but for what says otherwise. */
@NullMarked
package io.mediascope.transport.web;

import org.jspecify.annotations.NullMarked;
