import { connect } from './connect.js';
import { MediascopeError } from './errors.js';
import type { Transport } from './model/kinds.js';
import type { ConnectOptions } from './options.js';
import type { Scope } from './scope.js';

/** How good a network is for a call. */
export type NetworkGrade = 'good' | 'fair' | 'poor' | 'unusable';

/** What a network test measured. */
export interface NetworkTestResult {
  /** The worst of what was measured decides. */
  readonly grade: NetworkGrade;
  /** To the node and back. */
  readonly roundTripMs: number;
  /** How unevenly packets arrive at the node. */
  readonly jitterMs: number;
  /** 0 to 1, on the way to the node. */
  readonly lossFraction: number;
  /** Bits per second that arrived at the node. */
  readonly bitrateBps: number;
  /** TCP means that this network blocks UDP. */
  readonly transport: Transport;
}

/** Which network is tested, and for how long. */
export interface NetworkTestOptions extends ConnectOptions {
  /** How long to measure; by default 6, at least 2. */
  readonly seconds?: number;
}

/**
 * Sends a moving test picture to the node for some seconds and measures what arrives. Needs no camera. The token should name
 * a scope where nobody else is: others would see the picture.
 *
 * @throws MediascopeError as {@link connect} does
 */
export async function testNetwork(options: NetworkTestOptions): Promise<NetworkTestResult> {
  const picture = testPicture();
  let scope: Scope | undefined;
  try {
    scope = await connect({ ...options, autoSubscribe: false });
    await scope.publish(picture.track, { maxBitrateBps: 1_000_000, label: 'network test' });
    return await measure(scope, Math.max(2, options.seconds ?? 6) * 1000);
  } finally {
    picture.stop();
    scope?.leave('network test over');
  }
}

async function measure(scope: Scope, forMs: number): Promise<NetworkTestResult> {
  const samples: Omit<NetworkTestResult, 'grade'>[] = [];
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const [video] = await scope.statistics();
    if (video !== undefined && video.transport !== 'unknown') {
      const { roundTripMs, jitterMs, lossFraction, bitrateBps, transport } = video;
      samples.push({ roundTripMs, jitterMs, lossFraction, bitrateBps, transport });
    }
  }
  const last = samples.at(-1);
  if (last === undefined) {
    throw new MediascopeError('UNREACHABLE', 'No media reached the server: this network blocks it.');
  }
  const mean = (value: (s: Omit<NetworkTestResult, 'grade'>) => number) => samples.reduce((sum, s) => sum + value(s), 0) / samples.length;
  const result = {
    roundTripMs: Math.round(last.roundTripMs),
    jitterMs: Math.round(mean((s) => s.jitterMs)),
    lossFraction: mean((s) => s.lossFraction),
    bitrateBps: Math.max(...samples.map((s) => s.bitrateBps)),
    transport: last.transport,
  };
  return { ...result, grade: grade(result) };
}

/** The worst of what was measured decides. Pure. */
export function grade(result: Omit<NetworkTestResult, 'grade'>): NetworkGrade {
  const { roundTripMs, jitterMs, lossFraction, transport } = result;
  if (lossFraction > 0.2 || roundTripMs > 1000) {
    return 'unusable';
  }
  if (lossFraction > 0.08 || roundTripMs > 400 || jitterMs > 100) {
    return 'poor';
  }
  if (lossFraction > 0.02 || roundTripMs > 200 || jitterMs > 40 || transport === 'tcp') {
    return 'fair';
  }
  return 'good';
}

/** Noise compresses badly, so the encoder has something to send. */
function testPicture(): { track: MediaStreamTrack; stop(): void } {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 360;
  const context = canvas.getContext('2d');
  const timer = setInterval(() => {
    for (let i = 0; i < 200 && context !== null; i++) {
      context.fillStyle = `hsl(${Math.random() * 360} 80% 50%)`;
      context.fillRect(Math.random() * 640, Math.random() * 360, 40, 40);
    }
  }, 50);
  const track = canvas.captureStream(20).getVideoTracks()[0];
  if (track === undefined) {
    clearInterval(timer);
    throw new MediascopeError('UNSUPPORTED_BROWSER', 'This browser cannot make a test picture.');
  }
  return {
    track,
    stop: () => {
      clearInterval(timer);
      track.stop();
    },
  };
}
