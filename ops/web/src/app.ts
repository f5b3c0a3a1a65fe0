import { connect, MediascopeError, type Scope } from '@mediascope/client';
import { CallPage } from './call.js';
import { el } from './dom.js';
import { type Entry, JoinPage } from './join.js';
import { idOf, readFragment } from './names.js';
import { nodeIssuesTokens, ownLink } from './tokens.js';
import { explain } from './words.js';

declare global {
  /** The running call, for the browser's console and for tests. */
  var mediascope: Scope | undefined;
}

const root = document.getElementById('app') as HTMLElement;
/** Loaded while the node is there: a call often ends because it is not. */
const endIcon = el('img', { src: 'icon.svg', alt: '', width: 56, height: 56 });
const HERE_KEY = 'mediascope.here';

void start();

async function start(): Promise<void> {
  const fragment = readFragment(location.hash);
  const issues = fragment.token === '' && (await nodeIssuesTokens());
  showJoin(issues, fragment);
}

function showJoin(issues: boolean, fragment = readFragment(location.hash)): void {
  const claims = fragment.token === '' ? null : claimsOf(fragment.token);
  const page: JoinPage = new JoinPage(fragment, issues, claims, async (entry) => {
    const scope = await enter(entry);
    page.close();
    await showCall(scope, entry, issues);
  });
  document.title = 'Mediascope';
  root.replaceChildren(page.element);
  void page.start();
}

/** A page that was reloaded may find its own former self in the scope for a moment. */
async function enter(entry: Entry): Promise<Scope> {
  const self = `${entry.scope} ${entry.userId}`;
  for (let attempt = 0; ; attempt++) {
    try {
      const scope = await connect({ url: ownLink(), token: entry.token });
      sessionStorage.setItem(HERE_KEY, self);
      return scope;
    } catch (e) {
      const former = e instanceof MediascopeError && e.reason === 'USER_ALREADY_IN_SCOPE' && sessionStorage.getItem(HERE_KEY) === self;
      if (!former || attempt >= 4) {
        throw e;
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

async function showCall(scope: Scope, entry: Entry, issues: boolean): Promise<void> {
  globalThis.mediascope = scope;
  document.title = `${entry.scope} – Mediascope`;
  if (issues) {
    history.replaceState(null, '', `#${new URLSearchParams({ scope: entry.scope })}`);
  }
  const page: CallPage = new CallPage(scope, entry.choice, (error) => {
    page.close();
    globalThis.mediascope = undefined;
    sessionStorage.removeItem(HERE_KEY);
    showEnd(error, () => showJoin(issues));
  });
  root.replaceChildren(page.element);
  await page.begin(entry.microphone, entry.camera);
}

function showEnd(error: MediascopeError | null, again: () => void): void {
  const back = el('button', { type: 'button', class: 'primary', onclick: again }, 'Join again');
  root.replaceChildren(
    el(
      'main',
      { class: 'end-page' },
      endIcon,
      el('h1', {}, error === null ? 'You left the call' : 'The call ended'),
      error !== null && el('p', { class: 'error', role: 'alert' }, explain(error)),
      back,
    ),
  );
  back.focus();
}

function claimsOf(token: string): { scopeId: string; userId: string } | null {
  try {
    const part = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    const claims = JSON.parse(atob(part)) as { scope?: string; sub?: string };
    return { scopeId: claims.scope ?? '', userId: claims.sub ?? idOf('me') };
  } catch {
    return null;
  }
}
