import { MediaType, type ParticipantInfo, type TrackInfo } from '../gen/mediascope/link/v1/link_pb.js';
import { type ParticipantKind, type TrackKind, type Transport, toKind, toParticipantKind, toTransport } from './kinds.js';
import { TrackView } from './track-view.js';

/** A track that another participant publishes. The same object for as long as it is published, over all reconnects. */
export class RemoteTrack {
  /** Who publishes it. */
  readonly userId: string;
  /** Unique among the tracks of its user. */
  readonly trackId: string;
  /** What it carries. */
  readonly kind: TrackKind;
  readonly #view = new TrackView();
  #label: string;
  #muted: boolean;

  /** @internal */
  constructor(userId: string, info: TrackInfo) {
    this.userId = userId;
    this.trackId = info.trackId;
    this.kind = toKind(info.kind);
    this.#label = info.label;
    this.#muted = info.muted;
  }

  /** What its publisher calls it. */
  get label(): string {
    return this.#label;
  }

  /** Whether its owner sends silence or nothing on purpose. */
  get muted(): boolean {
    return this.#muted;
  }

  /** What arrives; null until it does, and again when it is no longer received. Another one after a reconnect. */
  get mediaStreamTrack(): MediaStreamTrack | null {
    return this.#view.media;
  }

  /** Shows or plays the track in an element, now and after every reconnect, until {@link detach}. Makes one when none is given. */
  attach<T extends HTMLMediaElement>(element: T): T;
  attach(): HTMLMediaElement;
  attach(element?: HTMLMediaElement): HTMLMediaElement {
    const target = element ?? document.createElement(this.kind === 'audio' ? 'audio' : 'video');
    target.autoplay = true;
    if (target instanceof HTMLVideoElement) {
      target.playsInline = true;
    }
    this.#view.attach(target);
    return target;
  }

  /** Ends {@link attach}, for one element or all. Returns those that were detached. */
  detach(element?: HTMLMediaElement): HTMLMediaElement[] {
    return this.#view.detach(element);
  }

  /** @internal */
  show(media: MediaStreamTrack | null): void {
    this.#view.show(media);
  }

  /** @internal */
  update(info: TrackInfo): void {
    this.#label = info.label;
    this.#muted = info.muted;
  }

  /** @internal */
  setMuted(muted: boolean): void {
    this.#muted = muted;
  }
}

/** Another participant of the scope. */
export class Participant {
  /** Unique in the scope. */
  readonly userId: string;
  /** What the participant joined with. */
  readonly kind: ParticipantKind;
  readonly #tracks = new Map<string, RemoteTrack>();
  #sessionId: string;
  #audioTransport: Transport;
  #videoTransport: Transport;

  /** @internal */
  constructor(info: ParticipantInfo) {
    this.userId = info.userId;
    this.kind = toParticipantKind(info.clientKind);
    this.#sessionId = info.sessionId;
    this.#audioTransport = toTransport(info.audioTransport);
    this.#videoTransport = toTransport(info.videoTransport);
  }

  /** Another one when the user left and came back. */
  get sessionId(): string {
    return this.#sessionId;
  }

  /** What the participant publishes, by track id. */
  get tracks(): ReadonlyMap<string, RemoteTrack> {
    return this.#tracks;
  }

  /** How audio travels between the participant and the node. */
  get audioTransport(): Transport {
    return this.#audioTransport;
  }

  /** How video travels between the participant and the node. */
  get videoTransport(): Transport {
    return this.#videoTransport;
  }

  /** @internal */
  addTrack(info: TrackInfo): RemoteTrack {
    const track = new RemoteTrack(this.userId, info);
    this.#tracks.set(info.trackId, track);
    return track;
  }

  /** @internal */
  removeTrack(trackId: string): RemoteTrack | undefined {
    const track = this.#tracks.get(trackId);
    this.#tracks.delete(trackId);
    return track;
  }

  /** @internal */
  setTransport(type: MediaType, transport: Transport): void {
    if (type === MediaType.AUDIO) {
      this.#audioTransport = transport;
    } else {
      this.#videoTransport = transport;
    }
  }

  /** @internal */
  update(info: ParticipantInfo): void {
    this.#sessionId = info.sessionId;
    this.#audioTransport = toTransport(info.audioTransport);
    this.#videoTransport = toTransport(info.videoTransport);
  }
}
