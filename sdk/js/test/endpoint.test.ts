import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { linkUrl, tokenClaims } from '../src/link/endpoint.js';

const SCOPE = { applicationId: 'app', scopeId: 'lobby' };

type Answer = (response: ServerResponse) => void;

/** Asks resolvers that answer so, in this order. */
async function asked(...answers: Answer[]): Promise<string> {
  const servers = await Promise.all(
    answers.map(async (answer) => {
      const server = createServer((_, response) => answer(response));
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      return server;
    }),
  );
  try {
    const resolvers = servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return await linkUrl({ resolvers }, SCOPE, 'token');
  } finally {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  }
}

const resolved = (answer: Answer) => asked(answer);
const named: Answer = (r) => r.end('{"host":"node.example","port":7443}');
const silent: Answer = () => {};

test('shouldTakeTheNodeThatAResolverNames', async () => {
  assert.equal(await resolved((r) => r.end('{"host":"::1","port":7443}')), 'wss://[::1]:7443/link');
});

test('shouldAskTheNextResolverWhileOneIsSilentOrAfterOneFails', async () => {
  assert.equal(await asked(silent, silent, named), 'wss://node.example:7443/link');
  assert.equal(await asked((r) => r.writeHead(502).end(), named), 'wss://node.example:7443/link');
  await assert.rejects(
    asked(
      (r) => r.writeHead(502).end(),
      (r) => r.writeHead(503).end(),
    ),
    { code: 'REFUSED', reason: 'HTTP 503' },
  );
  await assert.rejects(
    asked((r) => r.writeHead(401).end('{"reason":"TOKEN_EXPIRED","error":"it expired"}'), silent),
    { code: 'TOKEN_REFUSED' },
  );
  await assert.rejects(linkUrl({ resolvers: [] }, SCOPE, 'token'), { code: 'BAD_ARGUMENT' });
});

test('shouldGiveAResolversReasonInWords', async () => {
  const refusal = resolved((r) => r.writeHead(401).end('{"reason":"TOKEN_EXPIRED","error":"the join token expired"}'));
  await assert.rejects(refusal, { code: 'TOKEN_REFUSED', reason: 'TOKEN_EXPIRED', message: 'The join token expired.', retryable: false });
});

test('shouldWaitAsLongAsAResolverAsks', async () => {
  const busy = resolved((r) => r.writeHead(503, { 'Retry-After': '3' }).end('{"reason":"NODE_FULL","error":"The node is full."}'));
  await assert.rejects(busy, { code: 'REFUSED', reason: 'NODE_FULL', retryable: true, retryAfterMs: 3_000 });
});

test('shouldNameAServerThatIsNoResolver', async () => {
  await assert.rejects(
    resolved((r) => r.writeHead(404).end('<html>')),
    { code: 'REFUSED', reason: 'HTTP 404', message: /is no resolver: it answered HTTP 404\.$/ },
  );
});

test('shouldRefuseWhatIsNoToken', () => {
  assert.throws(() => tokenClaims('something'), { code: 'TOKEN_REFUSED', reason: 'TOKEN_MALFORMED' });
});
