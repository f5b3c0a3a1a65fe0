/**
 * Real-time audio, video, screen sharing and messages with Mediascope, for browsers.
 *
 * ```ts
 * const scope = await connect({ url: 'wss://node.example:7443/link', token });
 * scope.on('trackPublished', ({ track }) => document.body.append(track.attach()));
 * await scope.publishMicrophone();
 * await scope.publishCamera({ width: 1280, height: 720 });
 * ```
 *
 * @packageDocumentation
 */

export { connect } from './connect.js';
export { type ErrorCode, MediascopeError } from './errors.js';
export { Emitter, type Listener } from './events.js';
export type { Whereabouts } from './link/endpoint.js';
export type { TokenSource } from './link/session.js';
export {
  type CameraOptions,
  captureCamera,
  captureMicrophone,
  captureScreen,
  type Device,
  devices,
  type MicrophoneOptions,
  onDevicesChanged,
  type ScreenOptions,
} from './media/capture.js';
export type { PeerName } from './media/peers.js';
export { askForSpeaker, playThrough, type SpeakerChoice, speakerChoice } from './media/speaker.js';
export type { TrackStatistics } from './media/statistics.js';
export type { TrackName } from './media/subscription.js';
export type { DepartureReason, ParticipantKind, TrackKind, Transport } from './model/kinds.js';
export { LocalTrack, type PublishOptions } from './model/local-track.js';
export { Participant, RemoteTrack } from './model/participant.js';
export { grade, type NetworkGrade, type NetworkTestOptions, type NetworkTestResult, testNetwork } from './network-test.js';
export type { ConnectOptions } from './options.js';
export { Scope, type ScopeState } from './scope.js';
export type { Message, ScopeEvents, Speaker } from './scope-events.js';
export { VERSION } from './version.js';
