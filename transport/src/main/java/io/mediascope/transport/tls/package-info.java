/** TLS identity of a node and what a client trusts. Immutable objects, safe from any thread. */
@NullMarked
package io.mediascope.transport.tls;

import org.jspecify.annotations.NullMarked;
