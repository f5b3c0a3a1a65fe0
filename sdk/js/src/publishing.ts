import { MediascopeError } from './errors.js';
import type { Session } from './link/session.js';
import type { Peers } from './media/peers.js';
import { LocalTrack, type PublishOptions } from './model/local-track.js';

/** Unneeded video goes on this long before it rests. */
const REST_AFTER_MS = 5_000;
const LABEL_LENGTH = 256;

/** The own tracks: what the node is told of them, and what becomes of them when their source ends or nobody receives them. */
export class Publishing {
  readonly #tracks = new Map<string, LocalTrack>();
  /** An id is not used for another track: late words about the old one would be about the new one. */
  readonly #usedIds = new Set<string>();
  readonly #resting = new Map<string, ReturnType<typeof setTimeout>>();

  /** @param ended told when a track was unpublished because its source ended by itself */
  constructor(
    private readonly session: Session,
    private readonly peers: Peers,
    private readonly ended: (track: LocalTrack) => void,
  ) {}

  get tracks(): ReadonlyMap<string, LocalTrack> {
    return this.#tracks;
  }

  /** @throws MediascopeError */
  async publish(media: MediaStreamTrack, options: PublishOptions): Promise<LocalTrack> {
    const kind = media.kind === 'audio' ? 'audio' : options.kind === 'screen' ? 'screen' : 'video';
    const trackId = options.trackId ?? this.freeId(kind);
    requireUsable(media, trackId, options);
    if (this.#tracks.has(trackId)) {
      throw new MediascopeError('BAD_ARGUMENT', `A track with the id ${trackId} is published already.`);
    }
    const track = new LocalTrack(media, trackId, kind, { ...options, label: (options.label ?? '').slice(0, LABEL_LENGTH) });
    this.#tracks.set(trackId, track);
    this.#usedIds.add(trackId);
    try {
      await this.session.request({ case: 'publishRequest', value: { tracks: [track.offer()] } });
      await this.peers.publish(track);
    } catch (e) {
      this.#tracks.delete(trackId);
      throw e;
    }
    this.#endsWith(track, media);
    return track;
  }

  /** Publishes what was captured for it; all of it is stopped again when the node does not take it. @throws MediascopeError */
  async publishCaptured(captured: readonly (readonly [MediaStreamTrack, PublishOptions])[]): Promise<LocalTrack[]> {
    const published: LocalTrack[] = [];
    try {
      for (const [media, options] of captured) {
        published.push(await this.publish(media, { label: media.label, ...options }));
      }
    } catch (e) {
      captured.forEach(([media]) => media.stop());
      await Promise.allSettled(published.map((track) => this.unpublish(track)));
      throw e;
    }
    return published;
  }

  async unpublish(track: LocalTrack): Promise<void> {
    if (this.#tracks.get(track.trackId) !== track) {
      return;
    }
    this.#tracks.delete(track.trackId);
    clearTimeout(this.#resting.get(track.trackId));
    track.mediaStreamTrack.stop();
    await this.peers.publisher.remove(track);
    if (this.session.isJoined) {
      await this.session.request({ case: 'unpublishRequest', value: { trackIds: [track.trackId] } });
    }
  }

  setMuted(track: LocalTrack, muted: boolean): void {
    track.setMuted(muted);
    this.#tellMuted(track);
  }

  async replaceMedia(track: LocalTrack, media: MediaStreamTrack): Promise<void> {
    if (this.#tracks.get(track.trackId) !== track) {
      throw new MediascopeError('BAD_ARGUMENT', `The track ${track.trackId} is not published.`);
    }
    if (media.kind !== track.mediaStreamTrack.kind) {
      throw new MediascopeError(
        'BAD_ARGUMENT',
        `The track ${track.trackId} cannot change from ${track.mediaStreamTrack.kind} to ${media.kind}.`,
      );
    }
    const old = track.mediaStreamTrack;
    track.replace(media);
    await this.peers.publisher.swap(track);
    if (old !== media) {
      old.stop();
      this.#endsWith(track, media);
    }
  }

  /** There is a new link; what was muted or unmuted meanwhile is said again. */
  linkOpened(resumed: boolean): void {
    for (const track of this.#tracks.values()) {
      if (resumed || track.muted) {
        this.#tellMuted(track);
      }
    }
  }

  /** Video that nobody receives rests after a while, and goes on at once when somebody does. */
  needed(trackId: string, needed: boolean): void {
    const track = this.#tracks.get(trackId);
    clearTimeout(this.#resting.get(trackId));
    if (track === undefined || track.kind === 'audio') {
      return;
    }
    const rest = () => this.peers.publisher.rest(track, !needed).catch(() => {});
    this.#resting.set(
      trackId,
      setTimeout(() => void rest(), needed ? 0 : REST_AFTER_MS),
    );
  }

  /** An id that no track had before: the wanted one, or that with a number. */
  freeId(wanted: string): string {
    let id = wanted;
    for (let n = 2; this.#usedIds.has(id); n++) {
      id = `${wanted}-${n}`;
    }
    return id;
  }

  close(): void {
    this.#resting.forEach((timer) => clearTimeout(timer));
    this.#tracks.forEach((track) => track.mediaStreamTrack.stop());
  }

  #tellMuted(track: LocalTrack): void {
    this.session.send({ case: 'muteRequest', value: { trackId: track.trackId, muted: track.muted } });
  }

  #endsWith(track: LocalTrack, media: MediaStreamTrack): void {
    media.addEventListener('ended', () => {
      if (track.mediaStreamTrack === media && this.#tracks.get(track.trackId) === track) {
        this.unpublish(track).catch(() => {});
        this.ended(track);
      }
    });
  }
}

function requireUsable(media: MediaStreamTrack, trackId: string, options: PublishOptions): void {
  if (media.readyState === 'ended') {
    throw new MediascopeError('BAD_ARGUMENT', 'The media has ended already; capture it anew.');
  }
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(trackId)) {
    throw new MediascopeError('BAD_ARGUMENT', `The track id '${trackId}' is not 1 to 64 characters out of A-Z a-z 0-9 . _ -`);
  }
  for (const name of ['maxBitrateBps', 'maxFrameRate', 'maxWidth', 'maxHeight'] as const) {
    const value = options[name];
    if (value !== undefined && !(Number.isFinite(value) && value >= 1)) {
      throw new MediascopeError('BAD_ARGUMENT', `${name} is ${value}, but must be 1 or more.`);
    }
  }
}
