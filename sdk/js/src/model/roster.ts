import type { ParticipantInfo, TrackInfo, UserEvent } from '../gen/mediascope/link/v1/link_pb.js';
import { type DepartureReason, toDeparture, toTransport } from './kinds.js';
import { Participant, type RemoteTrack } from './participant.js';

/** What a roster tells of. */
export interface RosterListener {
  joined(participant: Participant): void;
  left(participant: Participant, reason: DepartureReason): void;
  reconnected(participant: Participant): void;
  published(participant: Participant, track: RemoteTrack): void;
  replaced(participant: Participant, track: RemoteTrack): void;
  unpublished(participant: Participant, track: RemoteTrack): void;
  muted(participant: Participant, track: RemoteTrack): void;
  transport(participant: Participant): void;
}

/** Who is there and what they publish. Pure: fed with what the node says. */
export class Roster {
  readonly participants = new Map<string, Participant>();
  #expected: Map<string, ParticipantInfo> | null = null;

  constructor(private readonly listener: RosterListener) {}

  track(userId: string, trackId: string): RemoteTrack | undefined {
    return this.participants.get(userId)?.tracks.get(trackId);
  }

  /** The node lists everybody, in one or more pages. Those who are not listed have left meanwhile. */
  listed(page: readonly ParticipantInfo[], more: boolean, first: boolean): void {
    const all = first || this.#expected === null ? new Map<string, ParticipantInfo>() : this.#expected;
    page.forEach((info) => all.set(info.userId, info));
    this.#expected = more ? all : null;
    if (more) {
      return;
    }
    for (const known of [...this.participants.values()]) {
      if (!all.has(known.userId)) {
        this.#leave(known.userId, 'unknown');
      }
    }
    all.forEach((info) => this.#present(info));
  }

  event(event: UserEvent['event']): void {
    switch (event.case) {
      case 'joined':
        this.#present(event.value);
        break;
      case 'left':
        this.#expected?.delete(event.value.userId);
        this.#leave(event.value.userId, toDeparture(event.value.reason));
        break;
      case 'reconnected':
        this.#with(event.value.userId, (p) => this.listener.reconnected(p));
        break;
      case 'published':
        this.#with(event.value.userId, (p) => event.value.tracks.forEach((t) => this.#publish(p, t)));
        break;
      case 'replaced':
        this.#with(event.value.userId, (p) => event.value.tracks.forEach((t) => this.#publish(p, t)));
        break;
      case 'unpublished':
        this.#with(event.value.userId, (p) => event.value.trackIds.forEach((id) => this.#unpublish(p, id)));
        break;
      case 'muted':
        this.#mute(event.value.userId, event.value.trackId, event.value.muted);
        break;
      case 'transportChanged':
        this.#with(event.value.userId, (p) => {
          p.setTransport(event.value.mediaType, toTransport(event.value.transport));
          this.listener.transport(p);
        });
        break;
      default:
        break;
    }
  }

  /** Everybody is gone, with the scope. */
  clear(): void {
    [...this.participants.keys()].forEach((userId) => this.#leave(userId, 'unknown'));
  }

  #with(userId: string, action: (participant: Participant) => void): void {
    const participant = this.participants.get(userId);
    if (participant !== undefined) {
      action(participant);
    }
  }

  #present(info: ParticipantInfo): void {
    let participant = this.participants.get(info.userId);
    if (participant !== undefined && participant.sessionId !== info.sessionId) {
      this.#leave(info.userId, 'replaced');
      participant = undefined;
    }
    if (participant === undefined) {
      participant = new Participant(info);
      this.participants.set(info.userId, participant);
      this.listener.joined(participant);
    } else {
      participant.update(info);
    }
    const present = participant;
    const listed = new Set(info.tracks.map((t) => t.trackId));
    [...present.tracks.keys()].filter((id) => !listed.has(id)).forEach((id) => this.#unpublish(present, id));
    info.tracks.forEach((t) => this.#publish(present, t));
  }

  #publish(participant: Participant, info: TrackInfo): void {
    const known = participant.tracks.get(info.trackId);
    if (known === undefined) {
      this.listener.published(participant, participant.addTrack(info));
      return;
    }
    const muted = known.muted;
    known.update(info);
    this.listener.replaced(participant, known);
    if (known.muted !== muted) {
      this.listener.muted(participant, known);
    }
  }

  #unpublish(participant: Participant, trackId: string): void {
    const track = participant.removeTrack(trackId);
    if (track !== undefined) {
      track.show(null);
      this.listener.unpublished(participant, track);
    }
  }

  #mute(userId: string, trackId: string, muted: boolean): void {
    const participant = this.participants.get(userId);
    const track = participant?.tracks.get(trackId);
    if (participant !== undefined && track !== undefined && track.muted !== muted) {
      track.setMuted(muted);
      this.listener.muted(participant, track);
    }
  }

  #leave(userId: string, reason: DepartureReason): void {
    const participant = this.participants.get(userId);
    if (participant !== undefined) {
      [...participant.tracks.keys()].forEach((id) => this.#unpublish(participant, id));
      this.participants.delete(userId);
      this.listener.left(participant, reason);
    }
  }
}
