import { MediascopeError } from '../errors.js';
import type { PeerState } from './recovery.js';
import { sdpSession } from './revisions.js';
import { Serial } from './serial.js';

/** Which track the node sends in which section. */
export interface OfferedTrack {
  readonly mid: string;
  readonly userId: string;
  readonly trackId: string;
}

/** The subscriber's way to the node and to whoever shows the media. */
export interface SubscriberWire {
  answer(revision: bigint, sdp: string): void;
  /** Media of a track begins to come from here, or (null) comes no longer. */
  media(userId: string, trackId: string, media: MediaStreamTrack | null): void;
  changed(state: PeerState): void;
  failed(error: MediascopeError): void;
}

/** The connection on which this client receives: the node offers, this side answers. */
export class Subscriber {
  readonly #serial = new Serial();
  #pc: RTCPeerConnection | null = null;
  #session = '';
  #shown = new Map<string, OfferedTrack>();

  constructor(private readonly wire: SubscriberWire) {}

  /** Null before the first offer. */
  get connection(): RTCPeerConnection | null {
    return this.#pc;
  }

  /** The media section's id that carries the track; empty when none does. */
  midOf(userId: string, trackId: string): string {
    return this.#shown.get(key(userId, trackId))?.mid ?? '';
  }

  /** Takes an offer; offers of another session are another connection, which takes this one's place. */
  offered(revision: bigint, sdp: string, sections: readonly OfferedTrack[]): Promise<void> {
    return this.#serial.run(async () => {
      try {
        await this.#take(revision, sdp, sections);
      } catch (e) {
        this.wire.failed(
          new MediascopeError('NEGOTIATION_FAILED', `The node's offer was not understood: ${String(e)}`, '', false, 0, { cause: e }),
        );
      }
    });
  }

  /** What the track shows now, for one that became known after its media. */
  mediaOf(userId: string, trackId: string): MediaStreamTrack | null {
    const mid = this.midOf(userId, trackId);
    return mid === '' ? null : (this.#pc?.getTransceivers().find((t) => t.mid === mid)?.receiver.track ?? null);
  }

  close(): void {
    if (this.#pc !== null) {
      this.#pc.onconnectionstatechange = null;
      this.#pc.close();
      this.#pc = null;
    }
    this.#session = '';
  }

  async #take(revision: bigint, sdp: string, sections: readonly OfferedTrack[]): Promise<void> {
    const session = sdpSession(sdp);
    if (this.#pc === null || session !== this.#session) {
      this.close();
      this.#session = session;
      this.#open();
    }
    const pc = this.#pc as unknown as RTCPeerConnection;
    await pc.setRemoteDescription({ type: 'offer', sdp });
    await pc.setLocalDescription(await pc.createAnswer());
    if (pc !== this.#pc) {
      return;
    }
    this.wire.answer(revision, pc.localDescription?.sdp ?? '');
    this.#show(pc, sections);
  }

  #open(): void {
    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    pc.onconnectionstatechange = () => this.wire.changed(pc.connectionState);
    this.#pc = pc;
  }

  /** Sections are used again for other tracks, so each offer says anew what is where. */
  #show(pc: RTCPeerConnection, sections: readonly OfferedTrack[]): void {
    const next = new Map(sections.map((s) => [key(s.userId, s.trackId), s]));
    for (const [name, old] of this.#shown) {
      if (!next.has(name)) {
        this.wire.media(old.userId, old.trackId, null);
      }
    }
    this.#shown = next;
    const byMid = new Map(pc.getTransceivers().map((t) => [t.mid, t.receiver.track]));
    for (const section of sections) {
      this.wire.media(section.userId, section.trackId, byMid.get(section.mid) ?? null);
    }
  }
}

function key(userId: string, trackId: string): string {
  return `${userId}\n${trackId}`;
}
