/**
 * The node: starts and stops everything in order, and is the one door for whoever embeds or operates it.
 *
 * <p>Thread: any; methods that wait say so.
 */
@NullMarked
package io.mediascope.cluster;

import org.jspecify.annotations.NullMarked;
