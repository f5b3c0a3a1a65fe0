import { MediascopeError } from './errors.js';
import { Emitter } from './events.js';
import { type AuthResponse, type Envelope } from './gen/mediascope/link/v1/link_pb.js';
import { tokenClaims, type Whereabouts } from './link/endpoint.js';
import type { Socket } from './link/link.js';
import { Session, type SessionHost, type TokenSource } from './link/session.js';
import {
  captureCamera,
  captureMicrophone,
  captureScreen,
  requireSupport,
  type CameraOptions,
  type MicrophoneOptions,
  type ScreenOptions,
} from './media/capture.js';
import { Peers } from './media/peers.js';
import { StatisticsReader, type StatisticsSubject, type TrackStatistics } from './media/statistics.js';
import { SubscriptionPlan, type TrackName } from './media/subscription.js';
import type { Transport } from './model/kinds.js';
import { LocalTrack, type PublishOptions } from './model/local-track.js';
import type { Participant, RemoteTrack } from './model/participant.js';
import { Roster } from './model/roster.js';
import type { Message, ScopeEvents, Speaker } from './scope-events.js';
import { VERSION } from './version.js';

/** How to join a scope. Either `url` or `resolvers` says where. */
export interface ConnectOptions extends Whereabouts {
  /** A join token, or a function that fetches one; it is asked again for each reconnect. */
  readonly token: TokenSource;
  /** Whether tracks of others are received without {@link Scope.subscribe}; by default they are. */
  readonly autoSubscribe?: boolean;
  /** For how long to go on after the connection broke, in milliseconds; by default two minutes. */
  readonly reconnectForMs?: number;
}

/** Whether a scope is joined now. */
export type ScopeState = 'connecting' | 'connected' | 'reconnecting' | 'closed';

/** Unneeded video goes on this long before it rests. */
const REST_AFTER_MS = 5_000;

/**
 * Joins a scope.
 *
 * @throws MediascopeError UNSUPPORTED_BROWSER, TOKEN_REFUSED, REFUSED, UNREACHABLE, TIMED_OUT
 */
export async function connect(options: ConnectOptions): Promise<Scope> {
  requireSupport();
  const scope = new Scope(options);
  await scope.join();
  return scope;
}

/** A scope that was joined: who is there, what they publish, what this client publishes. Made by {@link connect}. */
export class Scope extends Emitter<ScopeEvents> {
  readonly #session: Session;
  readonly #peers: Peers;
  readonly #roster: Roster;
  readonly #plan: SubscriptionPlan;
  readonly #local = new Map<string, LocalTrack>();
  /** An id is not used for another track: late words about the old one would be about the new one. */
  readonly #usedIds = new Set<string>();
  readonly #readers = { publisher: new StatisticsReader(), subscriber: new StatisticsReader() };
  readonly #resting = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #pageHidden = () => this.leave('page closed');
  #state: ScopeState = 'connecting';
  #speakers: readonly Speaker[] = [];
  #names = { applicationId: '', scopeId: '', userId: '', sessionId: '' };

  /** @internal */
  constructor(options: ConnectOptions) {
    super();
    this.#plan = new SubscriptionPlan(options.autoSubscribe ?? true);
    this.#roster = new Roster({
      joined: (participant) => this.emit('participantJoined', participant),
      left: (participant, reason) => this.emit('participantLeft', { participant, reason }),
      reconnected: (participant) => this.emit('participantReconnected', participant),
      published: (participant, track) => this.#published(participant, track),
      replaced: (participant, track) => this.emit('trackReplaced', { participant, track }),
      unpublished: (participant, track) => this.emit('trackUnpublished', { participant, track }),
      muted: (participant, track) => this.emit('trackMuted', { participant, track }),
      transport: (participant) => this.emit('participantTransport', participant),
    });
    this.#session = new Session(
      {
        url: options.url,
        resolvers: options.resolvers,
        token: options.token,
        clientVersion: `js ${VERSION}`,
        reconnectForMs: options.reconnectForMs ?? 120_000,
        sockets: (url, protocol) => new WebSocket(url, protocol) as unknown as Socket,
      },
      this.#host(),
    );
    this.#peers = new Peers(this.#session, {
      media: (userId, trackId, media) => this.#media(userId, trackId, media),
      transport: (peer, transport) => this.emit('transportChanged', { peer, transport }),
      failed: (error) => this.emit('error', error),
    });
    if (typeof options.token === 'string') {
      this.#names = { ...tokenClaims(options.token), sessionId: '' };
    }
  }

  /** @internal */
  async join(): Promise<void> {
    try {
      await this.#session.join();
    } catch (e) {
      this.#peers.close();
      this.#state = 'closed';
      throw e;
    }
    globalThis.addEventListener?.('pagehide', this.#pageHidden);
  }

  get applicationId(): string {
    return this.#names.applicationId;
  }

  get scopeId(): string {
    return this.#names.scopeId;
  }

  /** The own user id, as the node confirmed it. */
  get userId(): string {
    return this.#names.userId;
  }

  /** Another one after a reconnect that could not resume. */
  get sessionId(): string {
    return this.#names.sessionId;
  }

  get state(): ScopeState {
    return this.#state;
  }

  /** The others, by user id. */
  get participants(): ReadonlyMap<string, Participant> {
    return this.#roster.participants;
  }

  /** What this client publishes, by track id. */
  get localTracks(): ReadonlyMap<string, LocalTrack> {
    return this.#local;
  }

  /** Who speaks now, loudest first. */
  get speakers(): readonly Speaker[] {
    return this.#speakers;
  }

  /** How the own media travels to the node. */
  get transport(): { readonly publisher: Transport; readonly subscriber: Transport } {
    return { publisher: this.#peers.transport('publisher'), subscriber: this.#peers.transport('subscriber') };
  }

  /** Asks for a camera and publishes it. @throws MediascopeError */
  async publishCamera(capture: CameraOptions = {}, options: PublishOptions = {}): Promise<LocalTrack> {
    const media = await captureCamera(capture);
    return this.publish(media, { label: media.label, ...options, kind: 'video' });
  }

  /** Asks for a microphone and publishes it. @throws MediascopeError */
  async publishMicrophone(capture: MicrophoneOptions = {}, options: PublishOptions = {}): Promise<LocalTrack> {
    const media = await captureMicrophone(capture);
    return this.publish(media, { label: media.label, ...options });
  }

  /** Asks for a screen and publishes it, with its sound where wanted and offered. @throws MediascopeError */
  async publishScreen(capture: ScreenOptions = {}, options: PublishOptions = {}): Promise<LocalTrack[]> {
    const published: LocalTrack[] = [];
    for (const media of await captureScreen(capture)) {
      const kind = media.kind === 'video' ? 'screen' : 'audio';
      const trackId = kind === 'audio' ? { trackId: this.#freeId('screen-audio') } : {};
      published.push(await this.publish(media, { label: media.label, ...options, ...trackId, kind }));
    }
    return published;
  }

  /**
   * Publishes any media. The track survives reconnects; when its source ends, it is unpublished.
   *
   * @throws MediascopeError when the node refuses it or there is no connection now
   */
  async publish(media: MediaStreamTrack, options: PublishOptions = {}): Promise<LocalTrack> {
    const kind = media.kind === 'audio' ? 'audio' : (options.kind ?? 'video');
    const trackId = options.trackId ?? this.#freeId(kind);
    if (this.#local.has(trackId)) {
      throw new MediascopeError('BAD_ARGUMENT', `A track with the id ${trackId} is published already.`);
    }
    const track = new LocalTrack(media, trackId, kind, { ...options, label: (options.label ?? '').slice(0, 256) });
    this.#local.set(trackId, track);
    this.#usedIds.add(trackId);
    try {
      await this.#session.request({ case: 'publishRequest', value: { tracks: [track.offer()] } });
      await this.#peers.publish(track);
    } catch (e) {
      this.#local.delete(trackId);
      throw e;
    }
    this.#endsWith(track, media);
    return track;
  }

  /** Ends a published track and stops its source. */
  async unpublish(track: LocalTrack): Promise<void> {
    if (this.#local.get(track.trackId) !== track) {
      return;
    }
    this.#local.delete(track.trackId);
    track.mediaStreamTrack.stop();
    await this.#peers.publisher.remove(track);
    if (this.#session.isJoined) {
      await this.#session.request({ case: 'unpublishRequest', value: { trackIds: [track.trackId] } });
    }
  }

  /** Sends silence or black under an own track, or its media again, and tells the others. */
  setMuted(track: LocalTrack, muted: boolean): void {
    track.setMuted(muted);
    this.#session.send({ case: 'muteRequest', value: { trackId: track.trackId, muted } });
  }

  /** Sends other media under the same track, such as another camera's. The old source is stopped. */
  async replaceMedia(track: LocalTrack, media: MediaStreamTrack): Promise<void> {
    const old = track.mediaStreamTrack;
    track.replace(media);
    await this.#peers.publisher.swap(track);
    old.stop();
    this.#endsWith(track, media);
  }

  /** Receives a track of another participant (again). */
  subscribe(track: RemoteTrack | TrackName): void {
    this.#want(track, true);
  }

  /** Receives a track of another participant no longer. */
  unsubscribe(track: RemoteTrack | TrackName): void {
    this.#want(track, false);
  }

  /** Whether a track is received, or would be when it is published. */
  isSubscribed(track: RemoteTrack | TrackName): boolean {
    return this.#plan.wants(track);
  }

  /**
   * Sends a message to all others, or to one.
   *
   * @param payload text (sent as UTF-8) or bytes, at most 64 KiB
   * @throws MediascopeError when it cannot be delivered
   */
  async sendMessage(payload: string | Uint8Array, options: { readonly topic?: string; readonly toUser?: string } = {}): Promise<void> {
    const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
    const value = { payload: bytes as Uint8Array<ArrayBuffer>, topic: options.topic ?? '', toUser: options.toUser ?? '', fromUser: '' };
    await this.#session.request({ case: 'dataMessage', value });
  }

  /** Figures of every track, over the last one to two seconds in which they were asked for. */
  async statistics(): Promise<TrackStatistics[]> {
    const { publisher, subscriber } = this.#peers;
    const read = async (reader: StatisticsReader, pc: RTCPeerConnection | null, subjects: StatisticsSubject[]) =>
      pc === null ? [] : reader.read((await pc.getStats()) as unknown as Iterable<[string, unknown]>, subjects);
    const all = await Promise.all([
      read(this.#readers.publisher, publisher.connection, this.#sentSubjects()),
      read(this.#readers.subscriber, subscriber.connection, this.#receivedSubjects()),
    ]);
    return all.flat();
  }

  /** Leaves for good: sources stop, connections close, `disconnected` follows. */
  leave(reason = 'left'): void {
    this.#session.leave(reason);
  }

  #host(): SessionHost {
    return {
      tracks: () => [...this.#local.values()].map((t) => t.offer()),
      subscription: () => this.#plan.request(this.#known()),
      joined: (response, again) => this.#joined(response, again),
      said: (envelope) => this.#said(envelope),
      lost: (reason) => {
        this.#state = 'reconnecting';
        this.emit('connectionLost', { reason });
      },
      ended: (error) => this.#ended(error),
    };
  }

  #joined(response: AuthResponse, again: boolean): void {
    const { applicationId, scopeId, userId, sessionId } = response;
    this.#names = { applicationId, scopeId, userId, sessionId };
    this.#state = 'connected';
    this.#roster.listed(
      response.participants.filter((p) => p.userId !== userId),
      response.morePages,
      true,
    );
    if (again) {
      this.#peers.linkOpened(response.resumed);
      this.#local.forEach((t) => t.muted && this.setMuted(t, true));
      this.emit('reconnected', { resumed: response.resumed });
    }
  }

  #said({ message }: Envelope): void {
    switch (message.case) {
      case 'participantsPage':
        this.#roster.listed(message.value.participants, message.value.morePages, false);
        break;
      case 'userEvent':
        this.#roster.event(message.value.event);
        break;
      case 'webDescription':
        this.#peers.described(message.value);
        break;
      case 'webRestartRequest':
        this.#peers.restartWanted();
        break;
      case 'layerNotice':
        this.#needed(message.value.trackId, message.value.needed.length > 0);
        break;
      case 'speakersNotice':
        this.#speakers = message.value.speakers.map(({ userId, level }) => ({ userId, level }));
        this.emit('speakersChanged', this.#speakers);
        break;
      case 'dataMessage':
        this.emit('message', toMessage(message.value.fromUser, message.value.topic, message.value.payload));
        break;
      default:
        break;
    }
  }

  #ended(error: MediascopeError | null): void {
    this.#state = 'closed';
    globalThis.removeEventListener?.('pagehide', this.#pageHidden);
    this.#resting.forEach((timer) => clearTimeout(timer));
    this.#local.forEach((track) => track.mediaStreamTrack.stop());
    this.#peers.close();
    this.#roster.clear();
    this.emit('disconnected', { error });
  }

  #published(participant: Participant, track: RemoteTrack): void {
    this.emit('trackPublished', { participant, track });
    this.#media(track.userId, track.trackId, this.#peers.subscriber.mediaOf(track.userId, track.trackId));
    if (this.#plan.listsOthers) {
      this.#tellSubscription();
    }
  }

  #media(userId: string, trackId: string, media: MediaStreamTrack | null): void {
    const track = this.#roster.track(userId, trackId);
    if (track !== undefined && track.mediaStreamTrack !== media) {
      track.show(media);
      this.emit('trackMedia', track);
    }
  }

  #want(track: TrackName, wanted: boolean): void {
    this.#plan.want(track, wanted);
    this.#tellSubscription();
  }

  #tellSubscription(): void {
    this.#session.send({ case: 'subscriptionRequest', value: this.#plan.request(this.#known()) });
  }

  *#known(): Iterable<TrackName> {
    for (const participant of this.#roster.participants.values()) {
      yield* participant.tracks.values();
    }
  }

  /** Video that nobody receives rests after a while, and goes on at once when somebody does. */
  #needed(trackId: string, needed: boolean): void {
    const track = this.#local.get(trackId);
    clearTimeout(this.#resting.get(trackId));
    if (track === undefined || track.kind === 'audio') {
      return;
    }
    const rest = () => this.#peers.publisher.rest(track, !needed).catch(() => {});
    this.#resting.set(trackId, setTimeout(() => void rest(), needed ? 0 : REST_AFTER_MS));
  }

  #endsWith(track: LocalTrack, media: MediaStreamTrack): void {
    media.addEventListener('ended', () => {
      if (track.mediaStreamTrack === media && this.#local.get(track.trackId) === track) {
        this.unpublish(track).catch(() => {});
        this.emit('localTrackEnded', track);
      }
    });
  }

  #freeId(wanted: string): string {
    let id = wanted;
    for (let n = 2; this.#usedIds.has(id); n++) {
      id = `${wanted}-${n}`;
    }
    return id;
  }

  #sentSubjects(): StatisticsSubject[] {
    return [...this.#local.values()].map((t) => ({
      direction: 'sent',
      mid: this.#peers.publisher.midOf(t),
      userId: this.userId,
      trackId: t.trackId,
      kind: t.kind,
    }));
  }

  #receivedSubjects(): StatisticsSubject[] {
    return [...this.participants.values()].flatMap((p) =>
      [...p.tracks.values()].map((t) => ({
        direction: 'received' as const,
        mid: this.#peers.subscriber.midOf(t.userId, t.trackId),
        userId: t.userId,
        trackId: t.trackId,
        kind: t.kind,
      })),
    );
  }
}

function toMessage(fromUser: string, topic: string, payload: Uint8Array): Message {
  return {
    fromUser,
    topic,
    payload,
    get text() {
      return new TextDecoder().decode(payload);
    },
  };
}
