import { MediascopeError } from '../errors.js';
import type { LocalTrack } from '../model/local-track.js';
import type { PeerState } from './recovery.js';
import { Serial } from './serial.js';

/** Which track travels in which section. */
export interface PublishedSection {
  readonly mid: string;
  readonly trackId: string;
}

/** The publisher's way to the node. */
export interface PublisherWire {
  /** @returns the node's answer @throws MediascopeError when it refuses */
  offer(sdp: string, sections: PublishedSection[]): Promise<string>;
  changed(state: PeerState): void;
}

/** The connection on which this client publishes: it offers, the node answers, one offer at a time. */
export class Publisher {
  readonly #serial = new Serial();
  /** Of what a sender was told last: two changes at a time would take each other's parameters. */
  readonly #parameters = new Serial();
  readonly #tracks = new Map<LocalTrack, RTCRtpTransceiver | null>();
  #pc: RTCPeerConnection | null = null;
  #closed = false;

  constructor(private readonly wire: PublisherWire) {}

  /** Null while nothing is published. */
  get connection(): RTCPeerConnection | null {
    return this.#pc;
  }

  /** The media section's id that carries the track; empty before it was negotiated. */
  midOf(track: LocalTrack): string {
    return this.#tracks.get(track)?.mid ?? '';
  }

  add(track: LocalTrack): Promise<void> {
    return this.#serial.run(async () => {
      this.#tracks.set(track, null);
      this.#put(track);
      await this.#negotiate(false);
    });
  }

  remove(track: LocalTrack): Promise<void> {
    return this.#serial.run(async () => {
      const transceiver = this.#tracks.get(track);
      this.#tracks.delete(track);
      if (transceiver) {
        await retire(transceiver, this.#pc?.getTransceivers()[0] === transceiver);
        await this.#negotiate(false);
      }
    });
  }

  /** Sends other media under the same track, without negotiation. */
  async swap(track: LocalTrack): Promise<void> {
    const sender = this.#tracks.get(track)?.sender;
    if (sender) {
      await sender.replaceTrack(track.mediaStreamTrack);
      const { scaleResolutionDownBy } = track.encoding();
      const now = sender.getParameters().encodings[0]?.scaleResolutionDownBy;
      if (scaleResolutionDownBy !== undefined && scaleResolutionDownBy !== now) {
        await this.#encode(sender, { scaleResolutionDownBy });
      }
    }
  }

  /** Whether anybody needs the track: what nobody needs rests. */
  async rest(track: LocalTrack, resting: boolean): Promise<void> {
    const sender = this.#tracks.get(track)?.sender;
    if (sender) {
      await this.#encode(sender, { active: !resting });
    }
  }

  #encode(sender: RTCRtpSender, change: Partial<RTCRtpEncodingParameters>): Promise<void> {
    return this.#parameters.run(async () => {
      const parameters = sender.getParameters();
      parameters.encodings.forEach((encoding) => Object.assign(encoding, change));
      await sender.setParameters(parameters);
    });
  }

  /** Restarts ICE (RFC 8445 section 9) on the same connection. */
  restartIce(): Promise<void> {
    return this.#serial.run(() => this.#negotiate(true));
  }

  /** A new connection with the same tracks. */
  replace(): Promise<void> {
    return this.#serial.run(() => this.#replace());
  }

  close(): void {
    this.#closed = true;
    this.#drop();
  }

  async #replace(): Promise<void> {
    this.#drop();
    for (const track of this.#tracks.keys()) {
      this.#put(track);
    }
    await this.#negotiate(false);
  }

  #drop(): void {
    if (this.#pc !== null) {
      this.#pc.onconnectionstatechange = null;
      this.#pc.close();
      this.#pc = null;
    }
    this.#tracks.forEach((_, track) => this.#tracks.set(track, null));
  }

  #open(): RTCPeerConnection {
    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    pc.onconnectionstatechange = () => this.wire.changed(pc.connectionState);
    this.#pc = pc;
    return pc;
  }

  #put(track: LocalTrack): void {
    const pc = this.#pc ?? this.#open();
    const media = track.mediaStreamTrack;
    const transceiver = pc.addTransceiver(media, { direction: 'sendonly', sendEncodings: [track.encoding()] });
    preferCodec(transceiver, media.kind === 'audio' ? 'audio/opus' : 'video/VP8');
    this.#tracks.set(track, transceiver);
  }

  async #negotiate(iceRestart: boolean): Promise<void> {
    const pc = this.#pc;
    if (pc === null || this.#closed) {
      return;
    }
    await pc.setLocalDescription(await pc.createOffer({ iceRestart }));
    try {
      const answer = await this.wire.offer(pc.localDescription?.sdp ?? '', this.#sections());
      await pc.setRemoteDescription({ type: 'answer', sdp: answer });
    } catch (e) {
      if (this.#closed || this.#pc !== pc) {
        return;
      }
      await pc.setLocalDescription({ type: 'rollback' });
      if (e instanceof MediascopeError && e.reason === 'WRONG_STATE') {
        // The node has ended this connection; it takes another one.
        return this.#replace();
      }
      throw e instanceof MediascopeError
        ? e
        : new MediascopeError('NEGOTIATION_FAILED', `The node's answer was not understood: ${String(e)}`, '', false, 0, { cause: e });
    }
  }

  #sections(): PublishedSection[] {
    const sections: PublishedSection[] = [];
    this.#tracks.forEach((transceiver, track) => {
      if (transceiver?.mid) {
        sections.push({ mid: transceiver.mid, trackId: track.trackId });
      }
    });
    return sections;
  }
}

/**
 * Ends what a section carries. A stopped one is used again for the next track (RFC 9429 section 5.2.2); the first one carries the
 * transport of all, so it stays, silent.
 */
async function retire(transceiver: RTCRtpTransceiver, first: boolean): Promise<void> {
  if (first) {
    transceiver.direction = 'inactive';
    await transceiver.sender.replaceTrack(null);
  } else {
    transceiver.stop();
  }
}

/** Puts a codec, with what belongs to it, in front of the others. */
function preferCodec(transceiver: RTCRtpTransceiver, mimeType: string): void {
  const kind = mimeType.startsWith('audio') ? 'audio' : 'video';
  const codecs = RTCRtpSender.getCapabilities(kind)?.codecs ?? [];
  const first = codecs.filter((c) => c.mimeType.toLowerCase() === mimeType.toLowerCase());
  if (first.length > 0 && typeof transceiver.setCodecPreferences === 'function') {
    transceiver.setCodecPreferences([...first, ...codecs.filter((c) => !first.includes(c))]);
  }
}
