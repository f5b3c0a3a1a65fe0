/**
 * What a call notices when its node dies, hangs or leaves, on a cluster of real processes.
 *
 * <p>Thread: the command's; frames are counted on the SDK's.
 */
@NullMarked
package io.mediascope.bench.failover;

import org.jspecify.annotations.NullMarked;
