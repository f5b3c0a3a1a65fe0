/** RTP headers as flyweights and the sorting of datagrams by their first bytes. Static and pure, any thread. */
@NullMarked
package io.mediascope.media.rtp;

import org.jspecify.annotations.NullMarked;
