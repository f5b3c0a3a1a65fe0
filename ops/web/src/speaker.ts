import { playThrough } from '@mediascope/client';

/** Where all sounds of a call are played. */
export class Speaker {
  readonly #sounds = new Set<HTMLMediaElement>();

  /** @param deviceId empty for the browser's own choice */
  constructor(private deviceId: string) {}

  /** A remembered loudspeaker that is gone is no reason for silence: the browser's own plays then. */
  add(sound: HTMLMediaElement): void {
    this.#sounds.add(sound);
    playThrough(sound, this.deviceId).catch(() => {});
  }

  remove(sound: HTMLMediaElement): void {
    this.#sounds.delete(sound);
  }

  /** @throws MediascopeError */
  async switchTo(deviceId: string): Promise<void> {
    this.deviceId = deviceId;
    await Promise.all([...this.#sounds].map((sound) => playThrough(sound, deviceId)));
  }
}
