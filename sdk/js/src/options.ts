import type { Whereabouts } from './link/endpoint.js';
import type { TokenSource } from './link/session.js';

/** How to join a scope. Either `url` or `resolvers` says where. */
export interface ConnectOptions extends Whereabouts {
  /** A join token, or a function that fetches one; it is asked again for each reconnect. What it throws at the first join is thrown on. */
  readonly token: TokenSource;
  /** Whether tracks of others are received without {@link Scope.subscribe}; by default they are. */
  readonly autoSubscribe?: boolean;
  /** For how long to go on after the connection broke, in milliseconds; by default two minutes, 0 = one attempt only. */
  readonly reconnectForMs?: number;
}
