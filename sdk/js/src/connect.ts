import { requireSupport } from './media/capture.js';
import type { ConnectOptions } from './options.js';
import { Scope } from './scope.js';

/**
 * Joins a scope.
 *
 * @throws MediascopeError UNSUPPORTED_BROWSER, INSECURE_CONTEXT (a page over HTTPS with a `ws:` address), BAD_ARGUMENT, TOKEN_REFUSED,
 *     REFUSED, UNREACHABLE, TIMED_OUT
 */
export async function connect(options: ConnectOptions): Promise<Scope> {
  requireSupport();
  const scope = new Scope(options);
  await scope.join();
  return scope;
}
