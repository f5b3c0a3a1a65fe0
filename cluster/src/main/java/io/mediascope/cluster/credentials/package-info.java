/**
 * Applications, their API keys, and the join tokens signed with them.
 *
 * <p>Thread: any; checks read a replica in memory, changes wait for the database.
 */
@NullMarked
package io.mediascope.cluster.credentials;

import org.jspecify.annotations.NullMarked;
