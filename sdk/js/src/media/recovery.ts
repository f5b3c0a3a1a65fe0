/** What a troubled peer connection needs. */
export type Remedy = 'none' | 'restart' | 'replace';

/** The states that matter of a peer connection. */
export type PeerState = 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed';

const DISCONNECTED_MS = 1_500;
const CONNECTING_MS = 10_000;
const PATIENCE_MS = 6_000;
/** A line that stalls for a second now and then is not mended by more restarts. */
const APART_MS = 3_000;
const RESTARTS = 2;

/**
 * Decides what a peer connection in trouble needs: ICE is restarted first, twice; if that does not help within 6 s each, the
 * connection is replaced. Pure: states and times are given.
 */
export class PeerRecovery {
  #state: PeerState = 'new';
  #since: number;
  #restarts = 0;
  #restartedAt = Number.NEGATIVE_INFINITY;
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
      this.#since = Math.max(nowMs, this.#restartedAt + APART_MS) - PATIENCE_MS;
    }
  }

  /** They come again. */
  flowing(): void {
    if (this.#state === 'connected' && this.#stalled) {
      this.#stalled = false;
      this.#restarts = 0;
    }
  }

  /** Asked a few times a second. What it returns counts as done. */
  due(nowMs: number): Remedy {
    if (!this.#troubled() || nowMs - this.#since < this.#patience()) {
      return 'none';
    }
    this.#since = nowMs;
    if (this.#restarts < RESTARTS) {
      this.#restarts++;
      this.#restartedAt = nowMs;
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

/** What counts as silence. */
export interface Silence {
  /** How long nothing may come. */
  readonly afterMs: number;
  /** How many packets must have left meanwhile: a few may be on their way, or be checks that are seldom sent. */
  readonly unanswered: number;
}

/** Tells from a connection's packet counters whether anything still comes back. Pure. */
export class FlowWatch {
  #received = -1;
  #heardAt = 0;
  #sent = 0;
  #since = 0;

  /** @returns whether enough packets left and none came back for too long */
  stalled(sent: number, received: number, nowMs: number, silence: Silence): boolean {
    if (received !== this.#received) {
      this.#received = received;
      this.#heardAt = nowMs;
      this.#sent = sent;
    }
    if (sent === this.#sent) {
      this.#since = nowMs;
    }
    const since = silence.unanswered === 0 ? this.#heardAt : this.#since;
    return sent - this.#sent >= silence.unanswered && nowMs - since >= silence.afterMs;
  }
}
