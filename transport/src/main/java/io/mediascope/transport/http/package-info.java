/** HTTP/1.1 on a node's ports: requests for the API and pages, and WebSockets that become management links. On the connection's loop. */
@NullMarked
package io.mediascope.transport.http;

import org.jspecify.annotations.NullMarked;
