import { Codec, LayerName, type TrackInfo } from '../gen/mediascope/link/v1/link_pb.js';
import { fromKind, type TrackKind } from './kinds.js';
import { TrackView } from './track-view.js';

/** What a published track may take of the network. */
export interface PublishOptions {
  /** Unique among the own tracks: 1 to 64 characters out of `A-Z a-z 0-9 . _ -`. By default the kind, with a number if needed. */
  readonly trackId?: string;
  /** What others see it called; cut after 256 characters. */
  readonly label?: string;
  /** For pictures: `video` (by default) for a camera, `screen` for a screen. Sound is always `audio`. */
  readonly kind?: TrackKind;
  /** In bits per second. By default 1,500,000 for video, 2,500,000 for a screen, 48,000 for audio. */
  readonly maxBitrateBps?: number;
  /** Frames per second, 1 or more; by default what the source gives. */
  readonly maxFrameRate?: number;
  /** In pixels; a larger picture is scaled down before it is sent, in proportion. By default it is not. */
  readonly maxWidth?: number;
  /** In pixels, as {@link maxWidth}; the stricter of the two decides. */
  readonly maxHeight?: number;
}

const BITRATES: Record<TrackKind, number> = { audio: 48_000, video: 1_500_000, screen: 2_500_000 };

/** A track that this client publishes. It survives reconnects. */
export class LocalTrack {
  /** Unique among the own tracks. */
  readonly trackId: string;
  /** What it carries. */
  readonly kind: TrackKind;
  /** What others see it called. */
  readonly label: string;
  /** In bits per second. */
  readonly maxBitrateBps: number;
  readonly #view = new TrackView();
  #media: MediaStreamTrack;
  #muted = false;

  /** @internal */
  constructor(
    media: MediaStreamTrack,
    trackId: string,
    kind: TrackKind,
    /** What was asked for when it was published. */
    readonly options: PublishOptions,
  ) {
    this.#media = media;
    this.trackId = trackId;
    this.kind = kind;
    this.label = options.label ?? '';
    this.maxBitrateBps = options.maxBitrateBps ?? BITRATES[kind];
    this.#view.show(media);
  }

  /** What is sent. */
  get mediaStreamTrack(): MediaStreamTrack {
    return this.#media;
  }

  /** Whether it sends silence or black on purpose. */
  get muted(): boolean {
    return this.#muted;
  }

  /** Shows the own picture in an element until {@link detach}. The element is muted: nobody wants to hear oneself. */
  attach<T extends HTMLMediaElement>(element: T): T {
    element.muted = true;
    element.autoplay = true;
    if (element instanceof HTMLVideoElement) {
      element.playsInline = true;
    }
    this.#view.attach(element);
    return element;
  }

  /** Ends {@link attach}, for one element or all. Returns those that were detached. */
  detach(element?: HTMLMediaElement): HTMLMediaElement[] {
    return this.#view.detach(element);
  }

  /** @internal */
  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.#media.enabled = !muted;
  }

  /** @internal */
  replace(media: MediaStreamTrack): void {
    media.enabled = !this.#muted;
    this.#media = media;
    this.#view.show(media);
  }

  /** @internal What the node is told of it. */
  offer() {
    const size = this.#media.getSettings();
    return {
      trackId: this.trackId,
      kind: fromKind(this.kind),
      codec: this.kind === 'audio' ? Codec.OPUS : Codec.VP8,
      label: this.label,
      muted: this.#muted,
      layers: [
        {
          layer: LayerName.HIGH,
          maxBitrateBps: this.maxBitrateBps,
          width: Math.round(Math.min(size.width ?? 0, this.options.maxWidth ?? Infinity)),
          height: Math.round(Math.min(size.height ?? 0, this.options.maxHeight ?? Infinity)),
          maxFrameRate: Math.min(1_000, Math.round(Math.min(size.frameRate ?? 0, this.options.maxFrameRate ?? Infinity))),
        },
      ],
    };
  }

  /** @internal What the browser is told of it: one encoding; its sibling of a later simulcast joins it here. */
  encoding(): RTCRtpEncodingParameters {
    const { width = 0, height = 0 } = this.#media.getSettings();
    const scale = Math.max(1, width / (this.options.maxWidth ?? Infinity), height / (this.options.maxHeight ?? Infinity));
    return {
      active: true,
      maxBitrate: this.maxBitrateBps,
      ...(this.kind === 'audio' ? {} : { scaleResolutionDownBy: scale }),
      ...(this.options.maxFrameRate === undefined ? {} : { maxFramerate: this.options.maxFrameRate }),
    };
  }

  /** @internal Whether the node knows it under these. */
  isAmong(tracks: readonly TrackInfo[]): boolean {
    return tracks.some((t) => t.trackId === this.trackId);
  }
}
