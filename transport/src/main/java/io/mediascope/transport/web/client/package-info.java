/** A WebRTC client without codecs, for tests, benchmarks and load. It has threads of its own; every method is safe from any thread. */
@NullMarked
package io.mediascope.transport.web.client;

import org.jspecify.annotations.NullMarked;
