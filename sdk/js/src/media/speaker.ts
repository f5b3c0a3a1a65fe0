import { captureError, MediascopeError } from '../errors.js';
import { type Device, mediaDevices } from './capture.js';

/** How a page gets at loudspeakers: {@link devices} lists them, the person is asked by {@link askForSpeaker}, or the browser chooses alone. */
export type SpeakerChoice = 'listed' | 'asked' | 'none';

/** TypeScript's library does not know it yet: Audio Output Devices API, Firefox. */
type AskingDevices = MediaDevices & { selectAudioOutput?: () => Promise<MediaDeviceInfo> };

/** Firefox lists only those that the person was asked for; Chrome and Edge list all. On a page that was not loaded safely there is no choice. */
export function speakerChoice(): SpeakerChoice {
  const source = typeof navigator === 'undefined' ? undefined : (navigator.mediaDevices as AskingDevices | undefined);
  if (source === undefined || typeof HTMLMediaElement.prototype.setSinkId !== 'function') {
    return 'none';
  }
  return typeof source.selectAudioOutput === 'function' ? 'asked' : 'listed';
}

/** Lets the person choose a loudspeaker; to be called for a click. @throws MediascopeError PERMISSION_DENIED, NO_DEVICE, UNSUPPORTED_BROWSER */
export async function askForSpeaker(): Promise<Device> {
  const source: AskingDevices = mediaDevices();
  if (typeof source.selectAudioOutput !== 'function') {
    throw unsupported();
  }
  try {
    const { deviceId, label } = await source.selectAudioOutput();
    return { deviceId, kind: 'speaker', label };
  } catch (e) {
    throw captureError('loudspeaker', e);
  }
}

/**
 * Plays an element through a loudspeaker.
 *
 * @param deviceId empty for the one that the browser chooses
 * @throws MediascopeError PERMISSION_DENIED, NO_DEVICE, DEVICE_BUSY, UNSUPPORTED_BROWSER
 */
export async function playThrough(element: HTMLMediaElement, deviceId: string): Promise<void> {
  if (speakerChoice() === 'none') {
    if (deviceId !== '') {
      throw unsupported();
    }
    return;
  }
  try {
    await element.setSinkId(deviceId);
  } catch (e) {
    throw captureError('loudspeaker', e);
  }
}

function unsupported(): MediascopeError {
  return new MediascopeError('UNSUPPORTED_BROWSER', 'This browser does not let a page choose the loudspeaker.');
}
