import { MediascopeError } from '@mediascope/client';

/** Whether this node issues tokens itself: it does on its plain port, on loopback, in the embedded profile. */
export async function nodeIssuesTokens(): Promise<boolean> {
  try {
    return (await fetch('join-token')).ok;
  } catch {
    return false;
  }
}

/** A token of this node's own. @throws MediascopeError */
export async function issueToken(scope: string, user: string): Promise<string> {
  let answer: Response;
  try {
    answer = await fetch('join-token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ scope, user }),
    });
  } catch {
    throw new MediascopeError('UNREACHABLE', 'The server cannot be reached. Is it running?', '', true);
  }
  const body = (await answer.json().catch(() => ({}))) as { token?: string; reason?: string; error?: string };
  if (!answer.ok || body.token === undefined) {
    const text = body.error ?? `The server gave no token: it answered HTTP ${answer.status}.`;
    throw new MediascopeError('REFUSED', text, body.reason ?? '', answer.status >= 500);
  }
  return body.token;
}

/** The link of the node that served this page: same origin, same port. */
export function ownLink(): string {
  const url = new URL('link', location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  return url.href;
}
