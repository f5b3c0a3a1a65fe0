import type { RemoteTrack } from '@mediascope/client';
import { el } from './dom.js';
import { gridLayout } from './layout.js';
import type { Person } from './people.js';
import type { Speaker } from './speaker.js';
import { type Showable, Tile } from './tile.js';

/** A track with a name, own or another's. */
type Named = Showable & { readonly trackId: string };

/** The pictures of a call: people in a grid, shared screens on a stage beside it. */
export class Pictures {
  readonly #tiles = new Map<string, Tile>();
  readonly #grid = el('div', { class: 'grid', role: 'group', 'aria-label': 'Pictures' });
  readonly #stage = el('div', { class: 'stage', hidden: true });
  readonly #resized = new ResizeObserver(() => this.#layout());
  readonly element: HTMLElement;

  /** @param overlay lies over the pictures */
  constructor(
    overlay: HTMLElement,
    private readonly speaker: Speaker,
  ) {
    this.element = el('section', { class: 'pictures', 'aria-label': 'Call' }, this.#stage, this.#grid, overlay);
    this.#resized.observe(this.#grid);
  }

  /** Somebody is there, with or without tracks. */
  arrived(userId: string, own: boolean): Tile {
    return this.#tile(userId, userId, 'person', own);
  }

  left(userId: string): void {
    this.#remove(userId);
  }

  show(track: RemoteTrack): void {
    this.#of(track.userId, track, false).add(track, true);
  }

  /** The own sound is not played. */
  showOwn(userId: string, track: Named): void {
    this.#of(userId, track, true).add(track, false);
  }

  hide(userId: string, track: Named): void {
    if (track.kind === 'screen') {
      this.#tiles.get(screenKey(userId, track))?.remove(track);
      this.#remove(screenKey(userId, track));
    } else {
      this.#tiles.get(userId)?.remove(track);
    }
  }

  /** Brings what the tiles say of people up to date. */
  refresh(people: readonly Person[]): void {
    for (const person of people) {
      this.#tiles.get(person.userId)?.refresh(person);
    }
  }

  close(): void {
    this.#resized.disconnect();
  }

  #of(userId: string, track: Named, own: boolean): Tile {
    return track.kind === 'screen' ? this.#tile(screenKey(userId, track), userId, 'screen', own) : this.arrived(userId, own);
  }

  #tile(key: string, userId: string, kind: 'person' | 'screen', own: boolean): Tile {
    let tile = this.#tiles.get(key);
    if (tile === undefined) {
      tile = new Tile(userId, kind, own, this.speaker);
      this.#tiles.set(key, tile);
      (kind === 'screen' ? this.#stage : this.#grid).append(tile.element);
      this.#layout();
    }
    return tile;
  }

  #remove(key: string): void {
    const tile = this.#tiles.get(key);
    tile?.close();
    tile?.element.remove();
    this.#tiles.delete(key);
    this.#layout();
  }

  #layout(): void {
    const screens = this.#stage.childElementCount;
    this.#stage.hidden = screens === 0;
    this.element.classList.toggle('with-stage', screens > 0);
    const { clientWidth, clientHeight } = this.#grid;
    const { width, height } = gridLayout(this.#grid.childElementCount, clientWidth, clientHeight);
    this.#grid.style.setProperty('--tile-width', `${width}px`);
    this.#grid.style.setProperty('--tile-height', `${height}px`);
  }
}

function screenKey(userId: string, track: { readonly trackId: string }): string {
  return `${userId} screen ${track.trackId}`;
}
