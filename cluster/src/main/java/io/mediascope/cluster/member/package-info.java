/**
 * What a node is to its cluster, and what is done when a machine says that one is gone for good. Any thread.
 */
@NullMarked
package io.mediascope.cluster.member;

import org.jspecify.annotations.NullMarked;
