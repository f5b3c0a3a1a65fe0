import { MediascopeError, sentence } from '../errors.js';

/** A node answers within it, unless it hangs or the scope moves just now; one question more does no harm. */
const PATIENCE_MS = 1_000;

/** Where a node is found. */
export interface Whereabouts {
  /** Address of a node's link, such as `wss://node.example:7443/link`. Goes before {@link resolvers}; when it is lost, nodes that it named are asked too. */
  readonly url?: string | undefined;
  /** Base addresses of resolvers, such as `https://node.example:7443`; asked in turn, the next one too when one is silent for a second. */
  readonly resolvers?: readonly string[] | undefined;
}

/** The scope that is asked for. */
export interface ScopeName {
  readonly applicationId: string;
  readonly scopeId: string;
}

/**
 * The address of the node that serves the scope.
 *
 * @param failed `host:port` of the node that was lost, so that a resolver may name another
 * @throws MediascopeError UNREACHABLE when no resolver answers, TOKEN_REFUSED when one does not take the token
 */
export async function linkUrl(where: Whereabouts, scope: ScopeName, token: string, failed = ''): Promise<string> {
  if (where.url !== undefined) {
    return where.url;
  }
  const resolvers = where.resolvers ?? [];
  if (resolvers.length === 0) {
    throw new MediascopeError('BAD_ARGUMENT', 'Either url or resolvers must say where the server is.');
  }
  return inTurn(resolvers, (resolver) => ask(resolver, scope, token, failed));
}

/** The first good answer. Who is silent does not keep the next one from being asked: a server that hangs takes connections all the same. */
function inTurn(resolvers: readonly string[], question: (resolver: string) => Promise<string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const waiting = [...resolvers];
    let open = 0;
    let patience: ReturnType<typeof setTimeout> | undefined;
    const next = (): void => {
      clearTimeout(patience);
      const resolver = waiting.shift();
      if (resolver === undefined) {
        return;
      }
      open++;
      patience = setTimeout(next, PATIENCE_MS);
      question(resolver).then(
        (url) => {
          end();
          resolve(url);
        },
        (e: unknown) =>
          failed(e instanceof MediascopeError ? e : new MediascopeError('UNREACHABLE', `No answer from ${resolver}.`, '', true)),
      );
    };
    const failed = (error: MediascopeError): void => {
      open--;
      if (error.code === 'TOKEN_REFUSED' || (open === 0 && waiting.length === 0)) {
        end();
        reject(error);
      } else {
        next();
      }
    };
    const end = (): void => {
      clearTimeout(patience);
      waiting.length = 0;
    };
    next();
  });
}

async function ask(resolver: string, scope: ScopeName, token: string, failed: string): Promise<string> {
  const url = new URL('resolve', resolver.endsWith('/') ? resolver : `${resolver}/`);
  url.searchParams.set('applicationId', scope.applicationId);
  url.searchParams.set('scopeId', scope.scopeId);
  if (failed !== '') {
    url.searchParams.set('reconnect', 'true');
    url.searchParams.set('streamer', failed);
  }
  const answer = await fetch(url, {
    headers: { Accept: 'application/json', Authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(8_000),
  });
  const body = (await answer.json().catch(() => ({}))) as { host?: string; port?: number; reason?: string; error?: string };
  if (!answer.ok || body.host === undefined || body.port === undefined) {
    throw refused(answer, body.reason ?? '', body.error ?? `${url.host} is no resolver: it answered HTTP ${answer.status}`);
  }
  return nodeUrl(body.host, body.port);
}

function refused(answer: Response, reason: string, text: string): MediascopeError {
  const code = reason.startsWith('TOKEN_') ? 'TOKEN_REFUSED' : 'REFUSED';
  const passing = answer.status >= 500 || answer.status === 429;
  const waitMs = Number(answer.headers.get('Retry-After') ?? 0) * 1000;
  return new MediascopeError(code, sentence(text), reason || `HTTP ${answer.status}`, passing, Number.isFinite(waitMs) ? waitMs : 0);
}

/** The link of a node that is known by host and port: always TLS. */
export function nodeUrl(host: string, port: number): string {
  return `wss://${authority(host, port)}/link`;
}

/** Where a node that is known by host and port answers questions: always TLS. */
export function baseUrl(host: string, port: number): string {
  return `https://${authority(host, port)}`;
}

function authority(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * What a join token names, unverified: the node verifies it.
 *
 * @throws MediascopeError TOKEN_REFUSED when it is no token at all
 */
export function tokenClaims(token: string): { applicationId: string; scopeId: string; userId: string } {
  try {
    const part = token.split('.')[1] ?? '';
    const bytes = Uint8Array.from(atob(part.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as { iss?: unknown; scope?: unknown; sub?: unknown };
    if (typeof claims.iss === 'string' && typeof claims.scope === 'string' && typeof claims.sub === 'string') {
      return { applicationId: claims.iss, scopeId: claims.scope, userId: claims.sub };
    }
  } catch {
    // said below
  }
  throw new MediascopeError('TOKEN_REFUSED', 'This is not a join token.', 'TOKEN_MALFORMED');
}
