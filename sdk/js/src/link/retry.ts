import type { MediascopeError } from '../errors.js';

/** What to do after a failed attempt to come back. */
export type RetryDecision =
  | { readonly kind: 'wait'; readonly delayMs: number; readonly withTicket: boolean }
  | { readonly kind: 'give up'; readonly error: MediascopeError };

const FIRST_MS = 200;
const LONGEST_MS = 4_000;

/**
 * When to try again, with the resume ticket or without, and when to give up. Pure: time is given.
 *
 * A ticket that the node does not take is dropped, and the client joins anew. What a repetition cannot change ends it.
 */
export class RetryPolicy {
  #attempt = 0;
  #since = -1;
  #ticket = true;

  /**
   * @param limitMs how long to go on trying
   * @param random 0 to 1
   */
  constructor(
    private readonly limitMs: number,
    private readonly random: () => number = Math.random,
  ) {}

  /** The link broke: the first attempt comes almost at once. */
  begin(nowMs: number): RetryDecision {
    this.#since = nowMs;
    this.#attempt = 0;
    this.#ticket = true;
    return { kind: 'wait', delayMs: Math.round(50 + this.random() * 100), withTicket: true };
  }

  /** An attempt failed. */
  failed(error: MediascopeError, nowMs: number): RetryDecision {
    if (this.#since < 0) {
      this.#since = nowMs;
    }
    if (error.reason === 'TICKET_INVALID' && this.#ticket) {
      this.#ticket = false;
      return { kind: 'wait', delayMs: 0, withTicket: false };
    }
    // A node that just came back may still hold this user's own lost session.
    const passing = error.retryable || error.reason === 'USER_ALREADY_IN_SCOPE' || error.code === 'TIMED_OUT';
    if (!passing || nowMs - this.#since >= this.limitMs) {
      return { kind: 'give up', error };
    }
    const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#attempt++);
    const delayMs = Math.max(error.retryAfterMs, Math.round(full * (0.5 + this.random() / 2)));
    return { kind: 'wait', delayMs, withTicket: this.#ticket };
  }
}
