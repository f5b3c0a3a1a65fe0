/**
 * Signalling of WebRTC: offers and answers of browsers over their links, and of WHIP and WHEP clients over HTTP.
 *
 * <p>Thread: one actor per session; relay loops, front-door loops and HTTP threads only send it messages.
 */
@NullMarked
package io.mediascope.cluster.web;

import org.jspecify.annotations.NullMarked;
