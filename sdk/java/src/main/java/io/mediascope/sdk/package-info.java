/** What applications use: connect to a scope, publish, receive, send messages. Callbacks come on the service thread. */
@NullMarked
package io.mediascope.sdk;

import org.jspecify.annotations.NullMarked;
