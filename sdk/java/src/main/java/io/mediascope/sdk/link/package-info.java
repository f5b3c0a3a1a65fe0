/** The two TLS connections of a client and the resolver's client. Callbacks come on the service thread. */
@NullMarked
package io.mediascope.sdk.link;

import org.jspecify.annotations.NullMarked;
