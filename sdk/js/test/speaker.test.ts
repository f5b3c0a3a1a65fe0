import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MediascopeError } from '../src/errors.js';
import { playThrough, speakerChoice } from '../src/media/speaker.js';

class Element {
  sinkId = '';

  async setSinkId(deviceId: string): Promise<void> {
    if (deviceId === 'gone') {
      throw Object.assign(new Error('x'), { name: 'NotFoundError' });
    }
    this.sinkId = deviceId;
  }
}

/** A page with these in place of what a browser has. */
function page(mediaDevices: object | undefined): void {
  Object.defineProperty(globalThis, 'HTMLMediaElement', { value: Element, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: { mediaDevices }, configurable: true });
}

const coded = (code: string) => (e: unknown) => e instanceof MediascopeError && e.code === code;

test('shouldLeaveTheLoudspeakerAloneWhereItCannotBeChosen', async () => {
  page(undefined);
  const element = {} as HTMLMediaElement;
  assert.equal(speakerChoice(), 'none');
  await playThrough(element, '');
  await assert.rejects(playThrough(element, 'desk'), coded('UNSUPPORTED_BROWSER'));
});

test('shouldPlayThroughALoudspeaker', async () => {
  page({});
  const element = new Element();
  assert.equal(speakerChoice(), 'listed');
  await playThrough(element as unknown as HTMLMediaElement, 'desk');
  assert.equal(element.sinkId, 'desk');
  await assert.rejects(playThrough(element as unknown as HTMLMediaElement, 'gone'), coded('NO_DEVICE'));
  page({ selectAudioOutput: () => {} });
  assert.equal(speakerChoice(), 'asked');
});
