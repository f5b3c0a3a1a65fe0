/**
 * Where a node keeps what must outlive it, by profile: events in a journal, applications in tables. Opening and closing wait; the
 * rest is safe from any thread.
 */
@NullMarked
package io.mediascope.cluster.storage;

import org.jspecify.annotations.NullMarked;
