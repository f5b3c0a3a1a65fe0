import type { TrackKind } from '@mediascope/client';
import { el, icon } from './dom.js';
import { hueOf, initials, nameOf } from './names.js';
import type { Person } from './people.js';
import { QUALITY_NAMES, type Quality, TRANSPORT_NAMES } from './quality.js';
import type { Speaker } from './speaker.js';

/** What shows media of a track. */
export interface Showable {
  readonly kind: TrackKind;
  attach<T extends HTMLMediaElement>(element: T): T;
  detach(element?: HTMLMediaElement): HTMLMediaElement[];
}

/** One person's picture, or one shared screen. */
export class Tile {
  readonly element: HTMLElement;
  readonly #video = el('video', { playsinline: true, tabindex: -1 });
  readonly #sounds = new Map<Showable, HTMLAudioElement>();
  readonly #name: string;
  readonly #badge = el('span', { class: 'badge', hidden: true });
  readonly #muted = el(
    'span',
    { class: 'muted-mark', role: 'img', 'aria-label': 'Microphone is off', title: 'Microphone is off', hidden: true },
    icon('mic', true),
  );
  #picture: Showable | null = null;

  /** @param own the own picture is shown as in a mirror */
  constructor(
    readonly userId: string,
    readonly kind: 'person' | 'screen',
    own: boolean,
    private readonly speaker: Speaker,
  ) {
    this.#name = nameOf(userId);
    const shown = kind === 'screen' ? (own ? 'Your screen' : `${this.#name}’s screen`) : own ? `${this.#name} (you)` : this.#name;
    const face = el('span', { class: 'face', 'aria-hidden': 'true' }, initials(this.#name));
    face.style.setProperty('--hue', String(hueOf(userId)));
    this.#video.muted = true;
    this.#video.hidden = true;
    this.element = el(
      'figure',
      { class: `tile ${kind}${own && kind === 'person' ? ' own' : ''}`, 'data-user': userId, 'data-kind': kind, 'aria-label': shown },
      face,
      this.#video,
      el('figcaption', {}, this.#muted, el('span', { class: 'tile-name' }, shown)),
      this.#badge,
    );
  }

  /** A video is shown, audio is played. */
  add(track: Showable, audible: boolean): void {
    if (track.kind !== 'audio') {
      this.#picture?.detach(this.#video);
      this.#picture = track;
      track.attach(this.#video);
      this.#video.hidden = false;
    } else if (audible) {
      const sound = track.attach(el('audio'));
      this.#sounds.set(track, sound);
      this.speaker.add(sound);
      this.element.append(sound);
    }
  }

  remove(track: Showable): void {
    if (track === this.#picture) {
      track.detach(this.#video);
      this.#picture = null;
      this.#video.hidden = true;
    }
    const sound = this.#sounds.get(track);
    if (sound !== undefined) {
      track.detach(sound);
      sound.remove();
      this.speaker.remove(sound);
      this.#sounds.delete(track);
    }
  }

  close(): void {
    this.#sounds.forEach((sound) => this.speaker.remove(sound));
  }

  /** What is known of the person now. Muted video shows the face in place of a black picture. */
  refresh({ muted, picture, speaking, transport, quality }: Person): void {
    this.#video.hidden = !picture || this.#picture === null;
    this.#muted.hidden = !muted;
    this.element.dataset.muted = String(muted);
    this.element.classList.toggle('speaking', speaking);
    this.element.dataset.transport = transport;
    const text = `${TRANSPORT_NAMES[transport]}, ${QUALITY_NAMES[quality]}`;
    this.#badge.hidden = transport === 'unknown';
    this.#badge.title = text;
    this.#badge.setAttribute('aria-label', text);
    this.#badge.replaceChildren(bars(quality), TRANSPORT_NAMES[transport]);
  }
}

/** Three bars, as many of them filled as the quality is good. */
export function bars(quality: Quality): HTMLElement {
  return el('span', { class: `bars q${quality}`, 'aria-hidden': 'true' }, el('i'), el('i'), el('i'));
}
