import { type Captured, captureError, MediascopeError } from '../errors.js';

/** Which camera, and what is asked of it. */
export interface CameraOptions {
  /** From {@link devices}; by default the browser chooses. */
  readonly deviceId?: string;
  /** In pixels; by default 1280. */
  readonly width?: number;
  /** In pixels; by default 720. */
  readonly height?: number;
  /** Frames per second; by default 30. */
  readonly frameRate?: number;
}

/** Which microphone, and what the browser does to its sound (all of it by default). */
export interface MicrophoneOptions {
  /** From {@link devices}; by default the browser chooses. */
  readonly deviceId?: string;
  /** By default on. */
  readonly echoCancellation?: boolean;
  /** By default on. */
  readonly noiseSuppression?: boolean;
  /** By default on. */
  readonly autoGainControl?: boolean;
}

/** What is asked of a shared screen. */
export interface ScreenOptions {
  /** Whether the sound of a shared tab or screen is wanted where the browser offers it. */
  readonly audio?: boolean;
  /** Frames per second at most; by default 15. */
  readonly frameRate?: number;
}

/** A camera, microphone or loudspeaker. */
export interface Device {
  /** For {@link CameraOptions}, {@link MicrophoneOptions} and {@link playThrough}; empty until the user allowed a device of that kind. */
  readonly deviceId: string;
  /** What it is. */
  readonly kind: 'camera' | 'microphone' | 'speaker';
  /** Empty until the user allowed a device of that kind. */
  readonly label: string;
}

/**
 * Says why this page cannot take part in calls, if it cannot.
 *
 * @throws MediascopeError UNSUPPORTED_BROWSER
 */
export function requireSupport(): void {
  if (typeof RTCPeerConnection === 'undefined' || typeof WebSocket === 'undefined' || !('addTransceiver' in RTCPeerConnection.prototype)) {
    throw new MediascopeError(
      'UNSUPPORTED_BROWSER',
      'This browser cannot take part in calls. Use a current Chrome, Edge, Firefox or Safari.',
    );
  }
}

/** Asks for a camera. @throws MediascopeError PERMISSION_DENIED, NO_DEVICE, DEVICE_BUSY, DEVICE_UNSUITABLE, INSECURE_CONTEXT, UNSUPPORTED_BROWSER */
export async function captureCamera(options: CameraOptions = {}): Promise<MediaStreamTrack> {
  const stream = await capture('camera', () => mediaDevices().getUserMedia({ video: cameraConstraints(options) }));
  return firstOf(stream.getVideoTracks(), 'camera');
}

/** Asks for a microphone. @throws MediascopeError as {@link captureCamera} */
export async function captureMicrophone(options: MicrophoneOptions = {}): Promise<MediaStreamTrack> {
  const { deviceId, ...processing } = options;
  const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...processing, ...exact(deviceId) };
  const stream = await capture('microphone', () => mediaDevices().getUserMedia({ audio }));
  return firstOf(stream.getAudioTracks(), 'microphone');
}

/** Asks for a screen, a window or a tab; its sound too where wanted and offered. @throws MediascopeError as {@link captureCamera} */
export async function captureScreen(options: ScreenOptions = {}): Promise<MediaStreamTrack[]> {
  if (typeof mediaDevices().getDisplayMedia !== 'function') {
    throw new MediascopeError('UNSUPPORTED_BROWSER', 'This browser cannot share the screen.');
  }
  const video = { frameRate: { max: options.frameRate ?? 15 } };
  const stream = await capture('screen', () => mediaDevices().getDisplayMedia({ video, audio: options.audio ?? false }));
  const screen = firstOf(stream.getVideoTracks(), 'screen');
  screen.contentHint = 'detail';
  return [screen, ...stream.getAudioTracks()];
}

/** The devices of this machine. Labels are empty until the user allowed a device of the kind. @throws MediascopeError INSECURE_CONTEXT, UNSUPPORTED_BROWSER */
export async function devices(): Promise<Device[]> {
  const kinds = { videoinput: 'camera', audioinput: 'microphone', audiooutput: 'speaker' } as const;
  return (await mediaDevices().enumerateDevices()).map((d) => ({ deviceId: d.deviceId, kind: kinds[d.kind], label: d.label }));
}

/**
 * Calls `listener` when a device is plugged in or out.
 *
 * @returns a function that ends it
 * @throws MediascopeError INSECURE_CONTEXT, UNSUPPORTED_BROWSER
 */
export function onDevicesChanged(listener: () => void): () => void {
  const source = mediaDevices();
  source.addEventListener('devicechange', listener);
  return () => source.removeEventListener('devicechange', listener);
}

function cameraConstraints(options: CameraOptions): MediaTrackConstraints {
  return {
    width: { ideal: options.width ?? 1280 },
    height: { ideal: options.height ?? 720 },
    frameRate: { ideal: options.frameRate ?? 30, max: options.frameRate ?? 30 },
    ...exact(options.deviceId),
  };
}

function exact(deviceId: string | undefined): MediaTrackConstraints {
  return deviceId === undefined || deviceId === '' ? {} : { deviceId: { exact: deviceId } };
}

/** Browsers hide it on pages that were not loaded safely. @internal */
export function mediaDevices(): MediaDevices {
  const found = typeof navigator === 'undefined' ? undefined : (navigator.mediaDevices as MediaDevices | undefined);
  if (found === undefined) {
    throw typeof isSecureContext !== 'undefined' && !isSecureContext
      ? new MediascopeError(
          'INSECURE_CONTEXT',
          'Camera and microphone are available on pages loaded over HTTPS only. Open this page with https://.',
        )
      : new MediascopeError('UNSUPPORTED_BROWSER', 'This browser gives no access to camera and microphone.');
  }
  return found;
}

async function capture(what: Captured, ask: () => Promise<MediaStream>): Promise<MediaStream> {
  try {
    return await ask();
  } catch (e) {
    throw e instanceof MediascopeError ? e : captureError(what, e);
  }
}

function firstOf(tracks: MediaStreamTrack[], what: Captured): MediaStreamTrack {
  const first = tracks[0];
  if (first === undefined) {
    throw new MediascopeError('NO_DEVICE', `The ${what} gave no picture or sound.`);
  }
  return first;
}
