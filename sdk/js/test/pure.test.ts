import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { captureError, MediascopeError } from '../src/errors.js';
import {
  SubscriptionRequest_Mode as Mode,
  ParticipantInfoSchema,
  TrackInfoSchema,
  UserEventSchema,
} from '../src/gen/mediascope/link/v1/link_pb.js';
import { RetryPolicy } from '../src/link/retry.js';
import { Revisions, sdpSession } from '../src/media/revisions.js';
import { StatisticsReader } from '../src/media/statistics.js';
import { SubscriptionPlan } from '../src/media/subscription.js';
import { Roster } from '../src/model/roster.js';
import { grade } from '../src/network-test.js';

test('shouldTakeNewerOffersOnly', () => {
  const revisions = new Revisions();
  assert.ok(revisions.accept(2n));
  assert.ok(!revisions.accept(2n));
  assert.ok(!revisions.accept(1n));
  assert.ok(revisions.accept(3n));
  revisions.linkOpened();
  assert.ok(revisions.accept(1n));
  const own = revisions.next();
  assert.ok(revisions.isNewest(own));
  revisions.next();
  assert.ok(!revisions.isNewest(own));
});

test('shouldReadTheSessionOfADescription', () => {
  assert.equal(sdpSession('v=0\r\no=- 4711 2 IN IP4 127.0.0.1\r\n'), '4711');
  assert.equal(sdpSession('v=0\r\n'), '');
});

test('shouldWaitLongerEachTimeAndGiveUp', () => {
  const policy = new RetryPolicy(30_000, () => 1);
  const passing = new MediascopeError('UNREACHABLE', 'no', '', true);
  policy.begin(0);
  const delays = [1, 2, 3, 4, 5, 6].map((n) => policy.failed(passing, n));
  assert.deepEqual(
    delays.map((d) => (d.kind === 'wait' ? d.delayMs : -1)),
    [200, 400, 800, 1600, 3200, 4000],
  );
  assert.equal(policy.failed(passing, 30_001).kind, 'give up');
  assert.equal(new RetryPolicy(30_000).failed(new MediascopeError('TOKEN_REFUSED', 'bad', 'TOKEN_EXPIRED'), 0).kind, 'give up');
});

test('shouldExplainWhatTheBrowserThrows', () => {
  const thrown = (name: string) => captureError('camera', Object.assign(new Error('x'), { name }));
  assert.equal(thrown('NotAllowedError').code, 'PERMISSION_DENIED');
  assert.equal(thrown('NotFoundError').code, 'NO_DEVICE');
  assert.equal(thrown('NotReadableError').code, 'DEVICE_BUSY');
  assert.equal(thrown('OverconstrainedError').code, 'DEVICE_UNSUITABLE');
  assert.match(thrown('NotFoundError').message, /No camera was found/);
});

test('shouldListOthersOnlyWhenSomeAreExcepted', () => {
  const known = [
    { userId: 'ann', trackId: 'a' },
    { userId: 'bob', trackId: 'b' },
  ];
  const plan = new SubscriptionPlan(true);
  assert.equal(plan.request(known).mode, Mode.ALL);
  plan.want({ userId: 'bob', trackId: 'b' }, false);
  assert.deepEqual(plan.request(known), { mode: Mode.LISTED, listed: [{ userId: 'ann', trackId: 'a' }] });
  plan.want({ userId: 'bob', trackId: 'b' }, true);
  assert.equal(plan.request(known).mode, Mode.ALL);
  assert.equal(new SubscriptionPlan(false).request(known).mode, Mode.NONE);
});

test('shouldReconcileWhoIsThereAfterAReconnect', () => {
  const log: string[] = [];
  const roster = new Roster({
    joined: (p) => log.push(`+${p.userId}`),
    left: (p) => log.push(`-${p.userId}`),
    reconnected: (p) => log.push(`~${p.userId}`),
    published: (p, t) => log.push(`+${p.userId}/${t.trackId}`),
    replaced: () => {},
    unpublished: (p, t) => log.push(`-${p.userId}/${t.trackId}`),
    muted: (p, t) => log.push(`${p.userId}/${t.trackId} ${t.muted}`),
    transport: () => {},
  });
  const cam = create(TrackInfoSchema, { trackId: 'cam' });
  const person = (userId: string, sessionId: string, tracks = [cam]) => create(ParticipantInfoSchema, { userId, sessionId, tracks });
  roster.listed([person('ann', '1')], true, true);
  assert.deepEqual(log, []);
  roster.listed([person('bob', '2', [])], false, false);
  assert.deepEqual(log.splice(0), ['+ann', '+ann/cam', '+bob']);
  roster.event(create(UserEventSchema, { event: { case: 'muted', value: { userId: 'ann', trackId: 'cam', muted: true } } }).event);
  assert.deepEqual(log.splice(0), ['ann/cam true']);
  roster.listed([person('bob', '3', [cam])], false, true);
  assert.deepEqual(log, ['-ann/cam', '-ann', '-bob', '+bob', '+bob/cam']);
});

test('shouldTurnCountersIntoRates', () => {
  const reader = new StatisticsReader();
  const report = (timestamp: number, bytes: number, packets: number, lost: number): [string, unknown][] => [
    ['t', { id: 't', type: 'transport', timestamp, selectedCandidatePairId: 'p' }],
    ['p', { id: 'p', type: 'candidate-pair', timestamp, localCandidateId: 'l', currentRoundTripTime: 0.02 }],
    ['l', { id: 'l', type: 'local-candidate', timestamp, protocol: 'tcp' }],
    [
      'i',
      {
        id: 'i',
        type: 'inbound-rtp',
        timestamp,
        mid: '0',
        bytesReceived: bytes,
        packetsReceived: packets,
        packetsLost: lost,
        framesPerSecond: 25,
      },
    ],
  ];
  const subject = { direction: 'received', mid: '0', userId: 'ann', trackId: 'cam', kind: 'video' } as const;
  reader.read(report(1_000, 1_000, 10, 0), [subject]);
  const [track] = reader.read(report(2_000, 126_000, 100, 10), [subject]);
  assert.equal(track?.bitrateBps, 1_000_000);
  assert.equal(track?.lossFraction, 0.1);
  assert.equal(track?.transport, 'tcp');
  assert.equal(track?.roundTripMs, 20);
});

test('shouldGradeANetworkByItsWorstFigure', () => {
  const good = { roundTripMs: 30, jitterMs: 5, lossFraction: 0, bitrateBps: 1e6, transport: 'udp' } as const;
  assert.equal(grade(good), 'good');
  assert.equal(grade({ ...good, transport: 'tcp' }), 'fair');
  assert.equal(grade({ ...good, lossFraction: 0.1 }), 'poor');
  assert.equal(grade({ ...good, lossFraction: 0.3 }), 'unusable');
});
