import type { LocalTrack, Scope } from '@mediascope/client';
import { type Choice, openCamera, openMicrophone } from './devices.js';

type Device = 'microphone' | 'camera';

/** Who is told of the own media. */
export interface OwnMediaHost {
  shown(track: LocalTrack): void;
  gone(track: LocalTrack): void;
}

/** The own microphone, camera and shared screen: published when first wanted, muted after that. */
export class OwnMedia {
  readonly #devices: Record<Device, LocalTrack | null> = { microphone: null, camera: null };
  #shared: readonly LocalTrack[] = [];

  constructor(
    private readonly scope: Scope,
    private readonly choice: Choice,
    private readonly host: OwnMediaHost,
  ) {}

  /** Whether it is published and not muted. */
  isOn(device: Device): boolean {
    return this.#devices[device]?.muted === false;
  }

  get sharing(): boolean {
    return this.#shared.length > 0;
  }

  /** Publishes what was opened on the page before. @throws MediascopeError */
  async publish(device: Device, media: MediaStreamTrack): Promise<void> {
    const track = await this.scope.publish(media, { trackId: device, label: media.label });
    this.#devices[device] = track;
    this.host.shown(track);
  }

  /** @throws MediascopeError */
  async toggle(device: Device): Promise<void> {
    const track = this.#devices[device];
    if (track !== null) {
      this.scope.setMuted(track, !track.muted);
    } else {
      const media = await this.#open(device);
      await this.publish(device, media).catch((e: unknown) => {
        media.stop();
        throw e;
      });
    }
  }

  /** @throws MediascopeError */
  async toggleScreen(): Promise<void> {
    const shared = this.#shared;
    if (shared.length === 0) {
      this.#shared = await this.scope.publishScreen({ audio: true });
      this.#shared.forEach((track) => this.host.shown(track));
      return;
    }
    this.#shared = [];
    for (const track of shared) {
      this.host.gone(track);
      await this.scope.unpublish(track);
    }
  }

  /** Takes the device that was chosen last. @throws MediascopeError */
  async switchTo(device: Device): Promise<void> {
    const track = this.#devices[device];
    if (track !== null) {
      await this.scope.replaceMedia(track, await this.#open(device));
    }
  }

  /** @returns the device whose source ended by itself; null when it was a screen */
  ended(track: LocalTrack): Device | null {
    this.host.gone(track);
    this.#shared = this.#shared.filter((t) => t !== track);
    for (const device of ['microphone', 'camera'] as const) {
      if (this.#devices[device] === track) {
        this.#devices[device] = null;
        return device;
      }
    }
    return null;
  }

  #open(device: Device): Promise<MediaStreamTrack> {
    return device === 'camera' ? openCamera(this.choice) : openMicrophone(this.choice);
  }
}
