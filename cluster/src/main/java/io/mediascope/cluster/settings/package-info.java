/**
 * What a node is told before it starts: configuration, the data folder and its lock.
 *
 * <p>Thread: the starting one.
 */
@NullMarked
package io.mediascope.cluster.settings;

import org.jspecify.annotations.NullMarked;
