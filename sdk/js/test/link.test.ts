import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { MediascopeError } from '../src/errors.js';
import { RefusalReason } from '../src/gen/mediascope/link/v1/link_pb.js';
import { decode, encode } from '../src/link/codec.js';
import { Link } from '../src/link/link.js';
import { FakeSocket } from './fake-socket.js';

async function opened(): Promise<{ link: Link; socket: FakeSocket }> {
  const socket = new FakeSocket();
  const link = Link.open(socket.url, () => socket);
  socket.open();
  return { link: await link, socket };
}

test('shouldFrameOneEnvelopePerMessage', () => {
  const bytes = encode({ case: 'muteRequest', value: { trackId: 'cam', muted: true } }, 7);
  const read = decode(bytes.buffer);
  assert.equal(read?.requestId, 7n);
  assert.equal(read?.message.case, 'muteRequest');
  assert.equal(decode(new Uint8Array([0xff, 0xff]).buffer), null);
});

test('shouldMatchAnswersByRequest', async () => {
  const { link, socket } = await opened();
  const first = link.request({ case: 'publishRequest', value: { tracks: [] } });
  const second = link.request({ case: 'unpublishRequest', value: { trackIds: ['a'] } });
  socket.say({ case: 'requestAccepted', value: {} }, socket.sent[1]?.requestId);
  socket.say({ case: 'refusal', value: { reason: RefusalReason.MISSING_GRANT, text: 'no grant' } }, socket.sent[0]?.requestId);
  assert.equal((await second).message.case, 'requestAccepted');
  await assert.rejects(first, (e: MediascopeError) => e.code === 'REFUSED' && e.reason === 'MISSING_GRANT' && e.message === 'No grant.');
});

test('shouldNotSendWhatEndsTheLink', async () => {
  const { link, socket } = await opened();
  const message = { payload: new Uint8Array(300_000), topic: '', toUser: '', fromUser: '' };
  await assert.rejects(link.request({ case: 'dataMessage', value: message }), { code: 'REFUSED', reason: 'MESSAGE_TOO_LARGE' });
  assert.equal(socket.sent.length, 0);
  assert.equal(link.over, false);
});

test('shouldFailRequestsWhenTheLinkBreaks', async () => {
  const { link, socket } = await opened();
  let closed = '';
  link.onClosed = (reason) => (closed = reason);
  const request = link.request({ case: 'publishRequest', value: { tracks: [] } });
  socket.break('gone');
  await assert.rejects(request, (e: MediascopeError) => e.code === 'LINK_LOST' && e.retryable);
  assert.equal(closed, 'gone');
  await assert.rejects(link.request({ case: 'publishRequest', value: { tracks: [] } }), { code: 'LINK_LOST' });
});

test('shouldGiveASilentLinkUp', async () => {
  mock.timers.enable({ apis: ['setInterval', 'setTimeout', 'Date'] });
  try {
    const { link, socket } = await opened();
    let closed = 0;
    link.onClosed = () => closed++;
    link.keepAlive(5_000, 15_000);
    mock.timers.tick(5_000);
    socket.say({ case: 'pong', value: { sentAtNs: 1n } });
    assert.equal(socket.sent.at(-1)?.message.case, 'ping');
    mock.timers.tick(15_000);
    assert.equal(closed, 0);
    mock.timers.tick(5_000);
    assert.equal(closed, 1);
    assert.ok(socket.closed);
  } finally {
    mock.timers.reset();
  }
});

test('shouldGiveUpANodeThatDoesNotAnswerAProbe', async () => {
  mock.timers.enable({ apis: ['setInterval', 'setTimeout', 'Date'] });
  try {
    const { link, socket } = await opened();
    let closed = '';
    link.onClosed = (reason) => (closed = reason);
    link.keepAlive(5_000, 15_000);
    link.probe();
    link.probe();
    assert.deepEqual(
      socket.sent.map((envelope) => envelope.message.case),
      ['ping'],
    );
    mock.timers.tick(1_000);
    socket.say({ case: 'pong', value: { sentAtNs: 1n } });
    mock.timers.tick(1_000);
    assert.equal(closed, '');
    link.probe();
    mock.timers.tick(1_999);
    assert.equal(closed, '');
    mock.timers.tick(1);
    assert.equal(closed, 'the server went silent');
    assert.ok(socket.closed);
    link.probe();
    assert.equal(socket.sent.length, 2);
  } finally {
    mock.timers.reset();
  }
});

test('shouldAnswerPingsAndSayGoodbye', async () => {
  const { link, socket } = await opened();
  socket.say({ case: 'ping', value: { sentAtNs: 42n } });
  assert.deepEqual(socket.sent.at(-1)?.message.case, 'pong');
  link.close('left');
  assert.equal(socket.sent.at(-1)?.message.case, 'goodbye');
});

test('shouldSayWhenAnAddressIsNone', async () => {
  const browser = (name: string) => () => {
    throw Object.assign(new Error('browser talk'), { name });
  };
  await assert.rejects(Link.open('node.example', browser('SyntaxError')), { code: 'BAD_ARGUMENT' });
  await assert.rejects(Link.open('ws://node.example/link', browser('SecurityError')), { code: 'INSECURE_CONTEXT' });
});
