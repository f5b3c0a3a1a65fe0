import { type Refusal, RefusalReason } from './gen/mediascope/link/v1/link_pb.js';

/** What went wrong, for programs. {@link MediascopeError.message} says it for people. */
export type ErrorCode =
  /** The browser lacks WebRTC or WebSocket. */
  | 'UNSUPPORTED_BROWSER'
  /** The page was not loaded over HTTPS (or from this machine), so the browser hides camera and microphone. */
  | 'INSECURE_CONTEXT'
  /** The user or the browser's settings refused camera, microphone, screen or loudspeaker. */
  | 'PERMISSION_DENIED'
  /** There is no such camera, microphone or loudspeaker. */
  | 'NO_DEVICE'
  /** The device is there but cannot be opened; usually another program holds it. */
  | 'DEVICE_BUSY'
  /** No device can do what was asked for (size, frame rate, device id). */
  | 'DEVICE_UNSUITABLE'
  /** The node refused the join token. {@link MediascopeError.reason} says why. */
  | 'TOKEN_REFUSED'
  /** The node refused something else. {@link MediascopeError.reason} says why. */
  | 'REFUSED'
  /** No node could be reached. */
  | 'UNREACHABLE'
  /** The link broke while an answer was awaited. */
  | 'LINK_LOST'
  /** Nobody answered in time. */
  | 'TIMED_OUT'
  /** The browser and the node could not agree on a media connection. */
  | 'NEGOTIATION_FAILED'
  /** A value that the caller gave cannot be used. */
  | 'BAD_ARGUMENT'
  /** The scope was left already. */
  | 'CLOSED';

/** Every error of this library. Its message is a sentence that can be shown. */
export class MediascopeError extends Error {
  override readonly name = 'MediascopeError';

  /**
   * @param code for programs
   * @param message for people
   * @param reason the node's own word for a refusal (such as `TOKEN_EXPIRED`), otherwise empty
   * @param retryable whether the same may succeed a little later
   * @param retryAfterMs how long the node asks to wait before that; 0 = it does not say
   */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly reason: string = '',
    readonly retryable: boolean = false,
    readonly retryAfterMs: number = 0,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The node's refusal as an error. */
export function refusalError(refusal: Refusal): MediascopeError {
  const reason = RefusalReason[refusal.reason] ?? 'REFUSAL_REASON_UNSPECIFIED';
  const code = reason.startsWith('TOKEN_') ? 'TOKEN_REFUSED' : 'REFUSED';
  const text = refusal.text === '' ? `The node refused: ${reason}.` : refusal.text;
  return new MediascopeError(code, sentence(text), reason, refusal.retryable, refusal.retryAfterMs);
}

/** A node's words, that may stand in the middle of a sentence, as a whole one. */
export function sentence(text: string): string {
  const whole = text.trim();
  return whole === '' ? whole : whole.charAt(0).toUpperCase() + whole.slice(1) + (/[.!?…]$/.test(whole) ? '' : '.');
}

/** What is captured, in the words of an error. */
export type Captured = 'camera' | 'microphone' | 'screen' | 'loudspeaker';

/** What `getUserMedia`, `getDisplayMedia` and `setSinkId` throw, as an error that can be shown. */
export function captureError(what: Captured, cause: unknown): MediascopeError {
  const name = cause instanceof Error || hasName(cause) ? cause.name : '';
  const error = (code: ErrorCode, text: string) => new MediascopeError(code, text, name, false, 0, { cause });
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return what === 'screen'
        ? error('PERMISSION_DENIED', 'Sharing the screen was not allowed.')
        : error('PERMISSION_DENIED', `Using the ${what} was not allowed. Allow it in the browser's address bar and try again.`);
    case 'NotFoundError':
      return error('NO_DEVICE', `No ${what} was found. Connect one and try again.`);
    case 'NotReadableError':
    case 'AbortError':
      return error('DEVICE_BUSY', `The ${what} cannot be opened. Another program may be using it.`);
    case 'OverconstrainedError':
      return error('DEVICE_UNSUITABLE', `No ${what} can do what was asked for.`);
    default:
      return error('DEVICE_UNSUITABLE', `The ${what} cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function hasName(value: unknown): value is { name: string } {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';
}
