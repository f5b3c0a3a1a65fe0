import type { MediascopeError } from './errors.js';
import type { PeerName } from './media/peers.js';
import type { DepartureReason, Transport } from './model/kinds.js';
import type { LocalTrack } from './model/local-track.js';
import type { Participant, RemoteTrack } from './model/participant.js';

/** A message of another participant. */
export interface Message {
  /** Who sent it, as the node knows it. */
  readonly fromUser: string;
  /** What the application calls its kind of message. */
  readonly topic: string;
  /** As it was sent. */
  readonly payload: Uint8Array;
  /** The payload as UTF-8 text. */
  readonly text: string;
}

/** Somebody who speaks now. */
export interface Speaker {
  /** Who speaks. */
  readonly userId: string;
  /** -dBov (RFC 6464): 0 is the loudest, 127 silence. */
  readonly level: number;
}

/** What happens in a scope, and what its listeners get. */
export interface ScopeEvents {
  /** Follows {@link connect} for those who are there already. Tracks follow one by one. */
  participantJoined: Participant;
  /** Each of the participant's tracks was unpublished before. */
  participantLeft: { readonly participant: Participant; readonly reason: DepartureReason };
  /** The participant's connection broke and is back. */
  participantReconnected: Participant;
  /** The participant publishes it; its media follows with `trackMedia`. */
  trackPublished: { readonly participant: Participant; readonly track: RemoteTrack };
  /** The same track in a new encoding; attached elements stay attached. */
  trackReplaced: { readonly participant: Participant; readonly track: RemoteTrack };
  /** The participant publishes it no longer. */
  trackUnpublished: { readonly participant: Participant; readonly track: RemoteTrack };
  /** Its owner has muted it, or no longer. */
  trackMuted: { readonly participant: Participant; readonly track: RemoteTrack };
  /** Media of the track begins or (with `mediaStreamTrack` null) ends to arrive. */
  trackMedia: RemoteTrack;
  /** Who speaks now, loudest first; empty when nobody does. The own user may be among them. */
  speakersChanged: readonly Speaker[];
  /** Another participant's media travels differently. */
  participantTransport: Participant;
  /** The own media travels differently. */
  transportChanged: { readonly peer: PeerName; readonly transport: Transport };
  /** Another participant sent a message. */
  message: Message;
  /** The source of an own track ended by itself: a camera was unplugged, the user stopped sharing the screen. It is unpublished. */
  localTrackEnded: LocalTrack;
  /** The link broke; the client comes back by itself. */
  connectionLost: { readonly reason: string };
  /** @see ConnectOptions.reconnectForMs */
  reconnected: { readonly resumed: boolean };
  /** The end: after {@link Scope.leave} without error, otherwise with what ended it. */
  disconnected: { readonly error: MediascopeError | null };
  /** Something failed that ends nothing. */
  error: MediascopeError;
}

/** @internal */
export function toMessage(fromUser: string, topic: string, payload: Uint8Array): Message {
  return {
    fromUser,
    topic,
    payload,
    get text() {
      return new TextDecoder().decode(payload);
    },
  };
}
