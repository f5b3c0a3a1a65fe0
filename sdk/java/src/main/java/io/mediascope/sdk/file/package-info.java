/** Sources and sinks over IVF/VP8 and Ogg/Opus files. Parsers are pure; sources and sinks live on the service thread. */
@NullMarked
package io.mediascope.sdk.file;

import org.jspecify.annotations.NullMarked;
