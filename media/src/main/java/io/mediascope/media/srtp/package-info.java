/** SRTP and SRTCP (RFC 3711, RFC 7714) over heap arrays; one instance belongs to one thread. */
@NullMarked
package io.mediascope.media.srtp;

import org.jspecify.annotations.NullMarked;
