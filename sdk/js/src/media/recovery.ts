/** What a troubled peer connection needs. */
export type Remedy = 'none' | 'restart' | 'replace';

/** The states that matter of a peer connection. */
export type PeerState = 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed';

const DISCONNECTED_MS = 1_500;
const CONNECTING_MS = 10_000;
const PATIENCE_MS = 6_000;
const RESTARTS = 2;

/**
 * Decides what a peer connection in trouble needs: ICE is restarted first, twice; if that does not help within 6 s each, the
 * connection is replaced. Pure: states and times are given.
 */
export class PeerRecovery {
  #state: PeerState = 'new';
  #since: number;
  #restarts = 0;
  #stalled = false;

  constructor(nowMs: number) {
    this.#since = nowMs;
  }

  changed(state: PeerState, nowMs: number): void {
    if (state === 'connected') {
      this.#restarts = 0;
      this.#stalled = false;
    }
    if (state !== this.#state) {
      this.#state = state;
      this.#since = nowMs;
    }
  }

  /** Packets leave and none come back, whatever the browser still believes. */
  stalled(nowMs: number): void {
    if (this.#state === 'connected' && !this.#stalled) {
      this.#stalled = true;
      this.#since = nowMs - PATIENCE_MS;
    }
  }

  /** They come again. */
  flowing(): void {
    if (this.#state === 'connected' && this.#stalled) {
      this.#stalled = false;
      this.#restarts = 0;
    }
  }

  /** Asked twice a second. What it returns counts as done. */
  due(nowMs: number): Remedy {
    if (!this.#troubled() || nowMs - this.#since < this.#patience()) {
      return 'none';
    }
    this.#since = nowMs;
    if (this.#restarts < RESTARTS) {
      this.#restarts++;
      return 'restart';
    }
    this.#restarts = 0;
    return 'replace';
  }

  #troubled(): boolean {
    return this.#stalled || this.#state === 'disconnected' || this.#state === 'failed' || this.#state === 'connecting';
  }

  #patience(): number {
    if (this.#restarts > 0 || this.#stalled) {
      return PATIENCE_MS;
    }
    return this.#state === 'failed' ? 0 : this.#state === 'disconnected' ? DISCONNECTED_MS : CONNECTING_MS;
  }
}

/** So few packets may be on their way, or be checks that are seldom sent. */
const UNANSWERED = 3;

/** Tells from a connection's packet counters whether anything still comes back. Pure. */
export class FlowWatch {
  #received = -1;
  #sent = 0;
  #since = 0;

  /**
   * @param silenceMs how long packets may leave without an answer
   * @returns whether packets leave and none came back for too long
   */
  stalled(sent: number, received: number, nowMs: number, silenceMs: number): boolean {
    if (received !== this.#received || sent === this.#sent) {
      this.#received = received;
      this.#sent = sent;
      this.#since = nowMs;
    }
    return sent - this.#sent >= UNANSWERED && nowMs - this.#since >= silenceMs;
  }
}
