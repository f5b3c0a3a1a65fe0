import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MediascopeError } from '../src/errors.js';
import { SubscriptionRequest_Mode as Mode, RefusalReason } from '../src/gen/mediascope/link/v1/link_pb.js';
import { Session, type SessionHost } from '../src/link/session.js';
import { FakeSocket } from './fake-socket.js';

const claims = { iss: 'app', scope: 'lobby', sub: 'ann' };
const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`;

interface Seen {
  readonly log: string[];
  readonly sockets: FakeSocket[];
  readonly session: Session;
}

/** @param node what the node says to the AuthRequest of each link, counted from 0 */
function session(node: (attempt: number, socket: FakeSocket, id: bigint) => void): Seen {
  const log: string[] = [];
  const sockets: FakeSocket[] = [];
  const host: SessionHost = {
    tracks: () => [],
    subscription: () => ({ mode: Mode.ALL }),
    joined: (response, again, moved) => log.push(`joined again=${again} resumed=${response.resumed}${moved ? ' moved' : ''}`),
    said: () => {},
    lost: () => log.push('lost'),
    ended: (error: MediascopeError | null) => log.push(`ended ${error?.reason ?? '-'}`),
  };
  const options = {
    url: 'ws://node/link',
    token,
    clientVersion: 'test',
    reconnectForMs: 10_000,
    sockets: (url: string) => {
      const socket = new FakeSocket(url);
      const attempt = sockets.push(socket) - 1;
      socket.answer = (e) => e.message.case === 'authRequest' && setImmediate(() => node(attempt, socket, e.requestId));
      setImmediate(() => socket.open());
      return socket;
    },
  };
  return { log, sockets, session: new Session(options, host) };
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 5_000; !condition(); ) {
    assert.ok(Date.now() < end, 'it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('shouldFollowAScopeThatMovesAtOnce', async () => {
  const {
    log,
    sockets,
    session: s,
  } = session((attempt, socket, id) =>
    socket.say({ case: 'authResponse', value: { resumeTicket: new Uint8Array([attempt + 1]), resumed: attempt > 0 } }, id),
  );
  await s.join();
  sockets[0]?.say({ case: 'redirect', value: { host: 'other', port: 7443, reason: 'the scope moves' } });
  await until(() => log.length === 3);
  assert.deepEqual(log, ['joined again=false resumed=false', 'lost', 'joined again=true resumed=true moved']);
  assert.equal(sockets[1]?.url, 'wss://other:7443/link');
  const auth = sockets[1]?.sent[0]?.message;
  assert.ok(auth?.case === 'authRequest');
  assert.deepEqual([...auth.value.resumeTicket], [1]);
  s.leave('done');
});

test('shouldResumeWithTheTicket', async () => {
  const {
    log,
    sockets,
    session: s,
  } = session((attempt, socket, id) =>
    socket.say({ case: 'authResponse', value: { resumeTicket: new Uint8Array([attempt + 1]), resumed: attempt > 0 } }, id),
  );
  await s.join();
  sockets[0]?.break();
  await until(() => log.length === 3);
  assert.deepEqual(log, ['joined again=false resumed=false', 'lost', 'joined again=true resumed=true']);
  const auth = sockets[1]?.sent[0]?.message;
  assert.ok(auth?.case === 'authRequest');
  assert.deepEqual([...auth.value.resumeTicket], [1]);
  s.leave('done');
  assert.equal(log.at(-1), 'ended -');
});

test('shouldAskOtherNodesAndTheAddressThatItWasGivenInTurn', async (t) => {
  const asked: string[] = [];
  t.mock.method(globalThis, 'fetch', async (url: URL) => {
    asked.push(`${url.origin} ${url.searchParams.get('streamer')}`);
    return new Response('{"host":"third","port":7443}');
  });
  const {
    log,
    sockets,
    session: s,
  } = session((attempt, socket, id) =>
    attempt === 0 || attempt === 3
      ? socket.say({ case: 'authResponse', value: { furtherNodes: [{ host: 'other', port: 7443 }] } }, id)
      : socket.break(),
  );
  await s.join();
  assert.deepEqual(asked, []);
  sockets[0]?.break();
  await until(() => log.length === 3);
  assert.deepEqual(
    sockets.map((socket) => socket.url),
    ['ws://node/link', 'wss://third:7443/link', 'ws://node/link', 'wss://third:7443/link'],
  );
  assert.deepEqual(asked, ['https://other:7443 node', 'https://other:7443 node']);
  s.leave('done');
});

test('shouldGoByTheAddressThatItWasGivenWhenOtherNodesDoNotAnswer', async (t) => {
  t.mock.method(globalThis, 'fetch', async () => new Response('<html>', { status: 404 }));
  const {
    log,
    sockets,
    session: s,
  } = session((_, socket, id) => socket.say({ case: 'authResponse', value: { furtherNodes: [{ host: 'other', port: 7443 }] } }, id));
  await s.join();
  sockets[0]?.break();
  await until(() => log.length === 3);
  assert.equal(sockets[1]?.url, 'ws://node/link');
  s.leave('done');
});

test('shouldJoinAnewWhenTheTicketIsRefused', async () => {
  const {
    log,
    sockets,
    session: s,
  } = session((attempt, socket, id) =>
    attempt === 1
      ? socket.say({ case: 'refusal', value: { reason: RefusalReason.TICKET_INVALID } }, id)
      : socket.say({ case: 'authResponse', value: { resumeTicket: new Uint8Array([9]) } }, id),
  );
  await s.join();
  sockets[0]?.break();
  await until(() => log.length === 3);
  const auth = sockets[2]?.sent[0]?.message;
  assert.ok(auth?.case === 'authRequest');
  assert.equal(auth.value.resumeTicket.length, 0);
  s.leave('done');
});

test('shouldEndWhenARefusalCannotPass', async () => {
  const {
    log,
    sockets,
    session: s,
  } = session((attempt, socket, id) =>
    attempt === 0
      ? socket.say({ case: 'authResponse', value: {} }, id)
      : socket.say({ case: 'refusal', value: { reason: RefusalReason.TOKEN_EXPIRED, text: 'expired' } }, id),
  );
  await s.join();
  sockets[0]?.break();
  await until(() => log.length === 3);
  assert.deepEqual(log.slice(1), ['lost', 'ended TOKEN_EXPIRED']);
});

test('shouldSayWhyTheFirstJoinWasRefused', async () => {
  const { session: s } = session((_, socket, id) =>
    socket.say({ case: 'refusal', value: { reason: RefusalReason.SCOPE_FULL, text: 'The scope is full.' } }, id),
  );
  await assert.rejects(s.join(), { reason: 'SCOPE_FULL', message: 'The scope is full.' });
});

test('shouldFollowARedirect', async () => {
  const { sockets, session: s } = session((attempt, socket, id) =>
    attempt === 0
      ? socket.say({ case: 'redirect', value: { host: '::1', port: 7443 } }, id)
      : socket.say({ case: 'authResponse', value: {} }, id),
  );
  await s.join();
  assert.equal(sockets[1]?.url, 'wss://[::1]:7443/link');
  s.leave('done');
});

test('shouldEndWhenRemoved', async () => {
  const { log, sockets, session: s } = session((_, socket, id) => socket.say({ case: 'authResponse', value: {} }, id));
  await s.join();
  sockets[0]?.say({ case: 'refusal', value: { reason: RefusalReason.REMOVED_BY_ADMIN, text: 'removed' } });
  assert.equal(log.at(-1), 'ended REMOVED_BY_ADMIN');
});
