import { SubscriptionRequest_Mode as Mode } from '../gen/mediascope/link/v1/link_pb.js';

/** A track of another participant, by name. */
export interface TrackName {
  readonly userId: string;
  readonly trackId: string;
}

/** What this client wants of others: everything but some, or some only. Pure. */
export class SubscriptionPlan {
  #everything: boolean;
  readonly #exceptions = new Map<string, TrackName>();

  /** @param everything whether tracks are received without being asked for */
  constructor(everything: boolean) {
    this.#everything = everything;
  }

  /** Whether the node must be told again when tracks come or go. */
  get listsOthers(): boolean {
    return this.#everything && this.#exceptions.size > 0;
  }

  want(track: TrackName, wanted: boolean): void {
    const name = `${track.userId}\n${track.trackId}`;
    if (wanted === this.#everything) {
      this.#exceptions.delete(name);
    } else {
      this.#exceptions.set(name, { userId: track.userId, trackId: track.trackId });
    }
  }

  wants(track: TrackName): boolean {
    return this.#exceptions.has(`${track.userId}\n${track.trackId}`) ? !this.#everything : this.#everything;
  }

  /** In the schema's words. */
  request(known: Iterable<TrackName>): { mode: Mode; listed: TrackName[] } {
    if (this.#exceptions.size === 0) {
      return { mode: this.#everything ? Mode.ALL : Mode.NONE, listed: [] };
    }
    const listed = this.#everything ? [...known].filter((t) => this.wants(t)) : [...this.#exceptions.values()];
    return { mode: Mode.LISTED, listed: listed.map(({ userId, trackId }) => ({ userId, trackId })) };
  }
}
