/** What clients and node say to each other, free of the wire's form; the cluster module maps it to protobuf. */
@NullMarked
package io.mediascope.scope.client;

import org.jspecify.annotations.NullMarked;
