/** SDP for WebRTC (RFC 8866, RFC 9429): read, answered, offered. Pure; an {@code OfferMaker} belongs to one thread at a time. */
@NullMarked
package io.mediascope.media.sdp;

import org.jspecify.annotations.NullMarked;
