import type { MediascopeError } from './errors.js';
import { Emitter } from './events.js';
import type { AuthResponse, Envelope } from './gen/mediascope/link/v1/link_pb.js';
import { tokenClaims } from './link/endpoint.js';
import type { Socket } from './link/link.js';
import { Session, type SessionHost } from './link/session.js';
import {
  type CameraOptions,
  captureCamera,
  captureMicrophone,
  captureScreen,
  type MicrophoneOptions,
  type ScreenOptions,
} from './media/capture.js';
import { Peers } from './media/peers.js';
import { ScopeStatistics } from './media/scope-statistics.js';
import type { TrackStatistics } from './media/statistics.js';
import { SubscriptionPlan, type TrackName } from './media/subscription.js';
import type { Transport } from './model/kinds.js';
import type { LocalTrack, PublishOptions } from './model/local-track.js';
import type { Participant, RemoteTrack } from './model/participant.js';
import { Roster } from './model/roster.js';
import type { ConnectOptions } from './options.js';
import { Publishing } from './publishing.js';
import { type ScopeEvents, type Speaker, toMessage } from './scope-events.js';
import { VERSION } from './version.js';

const RECONNECT_FOR_MS = 120_000;

/** Whether a scope is joined now. */
export type ScopeState = 'connecting' | 'connected' | 'reconnecting' | 'closed';

/** A scope that was joined: who is there, what they publish, what this client publishes. Made by {@link connect}. */
export class Scope extends Emitter<ScopeEvents> {
  readonly #session: Session;
  readonly #peers: Peers;
  readonly #roster: Roster;
  readonly #plan: SubscriptionPlan;
  readonly #publishing: Publishing;
  readonly #statistics: ScopeStatistics;
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
        reconnectForMs: options.reconnectForMs ?? RECONNECT_FOR_MS,
        sockets: (url, protocol) => new WebSocket(url, protocol) as unknown as Socket,
      },
      this.#host(),
    );
    this.#peers = new Peers(this.#session, {
      media: (userId, trackId, media) => this.#media(userId, trackId, media),
      transport: (peer, transport) => this.emit('transportChanged', { peer, transport }),
      failed: (error) => this.emit('error', error),
    });
    this.#publishing = new Publishing(this.#session, this.#peers, (track) => this.emit('localTrackEnded', track));
    this.#statistics = new ScopeStatistics(this.#peers);
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

  /** As the join token names it. */
  get applicationId(): string {
    return this.#names.applicationId;
  }

  /** As the join token names it. */
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

  /** Whether it is joined now. */
  get state(): ScopeState {
    return this.#state;
  }

  /** The others, by user id. */
  get participants(): ReadonlyMap<string, Participant> {
    return this.#roster.participants;
  }

  /** What this client publishes, by track id. */
  get localTracks(): ReadonlyMap<string, LocalTrack> {
    return this.#publishing.tracks;
  }

  /** Who speaks now, loudest first. */
  get speakers(): readonly Speaker[] {
    return this.#speakers;
  }

  /** How the own media travels to the node. */
  get transport(): { readonly publisher: Transport; readonly subscriber: Transport } {
    return { publisher: this.#peers.transport('publisher'), subscriber: this.#peers.transport('subscriber') };
  }

  /**
   * Asks for a camera and publishes it.
   *
   * @throws MediascopeError PERMISSION_DENIED, NO_DEVICE, DEVICE_BUSY, DEVICE_UNSUITABLE, INSECURE_CONTEXT, or as {@link publish}
   */
  async publishCamera(capture: CameraOptions = {}, options: PublishOptions = {}): Promise<LocalTrack> {
    const media = await captureCamera(capture);
    const [track] = await this.#publishing.publishCaptured([[media, { ...options, kind: 'video' }]]);
    return track as LocalTrack;
  }

  /**
   * Asks for a microphone and publishes it.
   *
   * @throws MediascopeError as {@link publishCamera}
   */
  async publishMicrophone(capture: MicrophoneOptions = {}, options: PublishOptions = {}): Promise<LocalTrack> {
    const media = await captureMicrophone(capture);
    const [track] = await this.#publishing.publishCaptured([[media, options]]);
    return track as LocalTrack;
  }

  /**
   * Asks for a screen, window or tab and publishes it, with its sound where wanted and offered. The limits are the picture's; the
   * sound is a track of its own.
   *
   * @returns the picture, then the sound if there is any
   * @throws MediascopeError PERMISSION_DENIED when the user chose none, UNSUPPORTED_BROWSER, or as {@link publish}
   */
  async publishScreen(capture: ScreenOptions = {}, options: PublishOptions = {}): Promise<LocalTrack[]> {
    const captured = await captureScreen(capture);
    return this.#publishing.publishCaptured(
      captured.map((media) =>
        media.kind === 'video'
          ? [media, { ...options, kind: 'screen' }]
          : [media, { trackId: this.#publishing.freeId('screen-audio'), ...(options.label === undefined ? {} : { label: options.label }) }],
      ),
    );
  }

  /**
   * Publishes any media. The track survives reconnects; when its source ends, it is unpublished.
   *
   * @throws MediascopeError BAD_ARGUMENT, REFUSED (with the node's reason, such as MISSING_GRANT), LINK_LOST while there is no
   *     connection, NEGOTIATION_FAILED, TIMED_OUT, CLOSED
   */
  publish(media: MediaStreamTrack, options: PublishOptions = {}): Promise<LocalTrack> {
    return this.#publishing.publish(media, options);
  }

  /** Ends a published track and stops its source. Does nothing for one that is not published any more. @throws MediascopeError */
  unpublish(track: LocalTrack): Promise<void> {
    return this.#publishing.unpublish(track);
  }

  /** Sends silence or black under an own track, or its media again, and tells the others. Works while reconnecting as well. */
  setMuted(track: LocalTrack, muted: boolean): void {
    this.#publishing.setMuted(track, muted);
  }

  /**
   * Sends other media of the same kind under the same track, such as another camera's. The old source is stopped; the limits stay.
   *
   * @throws MediascopeError BAD_ARGUMENT
   */
  replaceMedia(track: LocalTrack, media: MediaStreamTrack): Promise<void> {
    return this.#publishing.replaceMedia(track, media);
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
   * @param options what the application calls its kind of message, and for whom it is (by default for all others)
   * @throws MediascopeError REFUSED with the reason MESSAGE_TOO_LARGE, RATE_LIMITED, UNKNOWN_USER or MISSING_GRANT; LINK_LOST while there
   *     is no connection; TIMED_OUT; CLOSED
   */
  async sendMessage(payload: string | Uint8Array, options: { readonly topic?: string; readonly toUser?: string } = {}): Promise<void> {
    const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
    const value = { payload: bytes as Uint8Array<ArrayBuffer>, topic: options.topic ?? '', toUser: options.toUser ?? '', fromUser: '' };
    await this.#session.request({ case: 'dataMessage', value });
  }

  /** Figures of every track, over the last one to two seconds in which they were asked for: ask each second or two. */
  statistics(): Promise<TrackStatistics[]> {
    return this.#statistics.read(this.userId, this.localTracks.values(), this.participants.values());
  }

  /** Leaves for good: sources stop, connections close, `disconnected` follows. */
  leave(reason = 'left'): void {
    this.#session.leave(reason);
  }

  #host(): SessionHost {
    return {
      tracks: () => [...this.localTracks.values()].map((t) => t.offer()),
      subscription: () => this.#plan.request(this.#known()),
      joined: (response, again, moved) => this.#joined(response, again, moved),
      said: (envelope) => this.#said(envelope),
      lost: (reason) => {
        this.#state = 'reconnecting';
        this.emit('connectionLost', { reason });
      },
      ended: (error) => this.#ended(error),
    };
  }

  #joined(response: AuthResponse, again: boolean, moved: boolean): void {
    const { applicationId, scopeId, userId, sessionId } = response;
    this.#names = { applicationId, scopeId, userId, sessionId };
    this.#state = 'connected';
    this.#roster.listed(
      response.participants.filter((p) => p.userId !== userId),
      response.morePages,
      true,
    );
    if (again) {
      this.#peers.linkOpened(response.resumed && !moved);
      this.#publishing.linkOpened(response.resumed);
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
        this.#publishing.needed(message.value.trackId, message.value.needed.length > 0);
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
    this.#publishing.close();
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
}
