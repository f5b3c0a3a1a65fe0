import { ClientKind, LeaveReason, TrackKind as WireKind, Transport as WireTransport } from '../gen/mediascope/link/v1/link_pb.js';

/** What a track carries. */
export type TrackKind = 'audio' | 'video' | 'screen';

/** How media travels: over UDP through the node, directly to the other participant, or over TCP through the node. */
export type Transport = 'unknown' | 'udp' | 'p2p' | 'tcp';

/** What a participant joined with. */
export type ParticipantKind = 'native' | 'browser';

/** Why a participant left. */
export type DepartureReason = 'left' | 'link lost' | 'node lost' | 'removed' | 'replaced' | 'scope closed' | 'unknown';

/** Of this library into the schema's words and back. */
export const toKind = (kind: WireKind): TrackKind => (kind === WireKind.SCREEN ? 'screen' : kind === WireKind.VIDEO ? 'video' : 'audio');

export const fromKind = (kind: TrackKind): WireKind =>
  kind === 'screen' ? WireKind.SCREEN : kind === 'video' ? WireKind.VIDEO : WireKind.AUDIO;

const TRANSPORTS: Record<WireTransport, Transport> = {
  [WireTransport.UNSPECIFIED]: 'unknown',
  [WireTransport.UDP_RELAY]: 'udp',
  [WireTransport.UDP_P2P]: 'p2p',
  [WireTransport.TCP]: 'tcp',
};

export const toTransport = (transport: WireTransport): Transport => TRANSPORTS[transport] ?? 'unknown';

export const toParticipantKind = (kind: ClientKind): ParticipantKind => (kind === ClientKind.BROWSER ? 'browser' : 'native');

const DEPARTURES: Partial<Record<LeaveReason, DepartureReason>> = {
  [LeaveReason.CLIENT_LEFT]: 'left',
  [LeaveReason.LINK_LOST]: 'link lost',
  [LeaveReason.NODE_LOST]: 'node lost',
  [LeaveReason.REMOVED]: 'removed',
  [LeaveReason.REPLACED]: 'replaced',
  [LeaveReason.SCOPE_CLOSED]: 'scope closed',
};

export const toDeparture = (reason: LeaveReason): DepartureReason => DEPARTURES[reason] ?? 'unknown';
