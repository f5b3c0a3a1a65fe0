import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlowWatch, PeerRecovery } from '../src/media/recovery.js';

const sure = { afterMs: 1_500, unanswered: 3 };
const slow = { afterMs: 3_000, unanswered: 3 };
const confirmed = { afterMs: 1_000, unanswered: 0 };

test('shouldRestartIceTwiceBeforeAConnectionIsReplaced', () => {
  const recovery = new PeerRecovery(0);
  recovery.changed('connected', 100);
  assert.equal(recovery.due(60_000), 'none');
  recovery.changed('disconnected', 60_000);
  assert.equal(recovery.due(61_000), 'none');
  assert.equal(recovery.due(61_500), 'restart');
  assert.equal(recovery.due(62_000), 'none');
  assert.equal(recovery.due(67_500), 'restart');
  assert.equal(recovery.due(73_500), 'replace');
  recovery.changed('connected', 74_000);
  recovery.changed('failed', 75_000);
  assert.equal(recovery.due(75_000), 'restart');
});

test('shouldRestartAtOnceWhenNothingComesBack', () => {
  const recovery = new PeerRecovery(0);
  recovery.changed('connected', 0);
  const watch = new FlowWatch();
  assert.ok(!watch.stalled(10, 10, 1_000, sure));
  assert.ok(!watch.stalled(20, 10, 2_000, sure));
  assert.ok(watch.stalled(30, 10, 2_600, sure));
  recovery.stalled(2_600);
  assert.equal(recovery.due(2_600), 'restart');
  assert.ok(!watch.stalled(40, 11, 3_000, sure));
  recovery.flowing();
  assert.equal(recovery.due(20_000), 'none');
});

test('shouldNotCallAConnectionStalledThatSendsNothing', () => {
  const watch = new FlowWatch();
  watch.stalled(10, 10, 0, sure);
  assert.ok(!watch.stalled(10, 10, 10_000, sure));
  assert.ok(!watch.stalled(13, 10, 10_500, sure), 'what just left may be answered yet');
  assert.ok(watch.stalled(13, 10, 11_500, sure));
});

test('shouldNotCallAConnectionStalledForASingleCheck', () => {
  const watch = new FlowWatch();
  watch.stalled(10, 10, 0, sure);
  assert.ok(!watch.stalled(11, 10, 500, sure));
  assert.ok(!watch.stalled(12, 10, 5_000, sure));
});

test('shouldBelieveSoonerWhatAnotherConnectionConfirms', () => {
  const watch = new FlowWatch();
  watch.stalled(10, 10, 0, slow);
  assert.ok(!watch.stalled(11, 10, 2_000, slow));
  assert.ok(watch.stalled(11, 10, 2_000, confirmed));
  watch.stalled(12, 11, 3_000, confirmed);
  assert.ok(!watch.stalled(12, 11, 3_750, confirmed));
  assert.ok(watch.stalled(12, 11, 4_000, confirmed), 'although nothing was sent');
});

test('shouldNotRestartAgainAndAgainWhereALineStallsNowAndThen', () => {
  const recovery = new PeerRecovery(0);
  recovery.changed('connected', 0);
  recovery.stalled(60_000);
  assert.equal(recovery.due(60_000), 'restart');
  recovery.flowing();
  recovery.stalled(61_500);
  assert.equal(recovery.due(61_500), 'none');
  assert.equal(recovery.due(63_000), 'restart');
  recovery.flowing();
  recovery.stalled(80_000);
  assert.equal(recovery.due(80_000), 'restart', 'a stall long after another one is a first one');
});
