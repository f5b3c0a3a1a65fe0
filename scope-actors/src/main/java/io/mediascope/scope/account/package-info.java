/** ApplicationAccount: lends blocks of an application's limits to its scopes. */
@NullMarked
package io.mediascope.scope.account;

import org.jspecify.annotations.NullMarked;
