import type { TrackStatistics } from '@mediascope/client';
import { el } from './dom.js';
import { nameOf } from './names.js';
import { TRANSPORT_NAMES } from './quality.js';

const COLUMNS = ['Track', 'Rate', 'Loss', 'Round trip', 'Jitter', 'Picture'];

/** The figures of every track. */
export class StatisticsTable {
  readonly #body = el('tbody');
  readonly element = el(
    'div',
    { class: 'statistics', tabindex: 0, role: 'region', 'aria-label': 'Statistics of every track' },
    el('table', {}, el('thead', {}, el('tr', {}, ...COLUMNS.map((text) => el('th', { scope: 'col' }, text)))), this.#body),
  );

  show(tracks: readonly TrackStatistics[], ownId: string): void {
    this.#body.replaceChildren(...tracks.map((t) => line(t, ownId)));
  }
}

function line(t: TrackStatistics, ownId: string): HTMLElement {
  const who = t.userId === ownId ? 'You' : nameOf(t.userId);
  const arrow = t.direction === 'sent' ? '↑' : '↓';
  const picture = t.kind === 'audio' ? '' : `${t.width}×${t.height} · ${Math.round(t.frameRate)} fps`;
  const cells: [string, string][] = [
    [rate(t.bitrateBps), ''],
    [`${(t.lossFraction * 100).toFixed(1)} %`, ''],
    [`${Math.round(t.roundTripMs)} ms`, t.direction === 'sent' ? '' : `buffer ${Math.round(t.bufferMs)} ms`],
    [`${Math.round(t.jitterMs)} ms`, ''],
    [picture, t.freezes > 0 ? `${t.freezes} freeze${t.freezes === 1 ? '' : 's'}` : ''],
  ];
  return el(
    'tr',
    {},
    el(
      'th',
      { scope: 'row' },
      `${arrow} ${who}`,
      el('small', {}, [t.kind, t.codec, TRANSPORT_NAMES[t.transport]].filter(Boolean).join(' · ')),
    ),
    // On narrow screens the column's name stands in front of each figure.
    ...cells.map(([text, more], i) => el('td', { 'data-column': COLUMNS[i + 1] }, text, more !== '' && el('small', {}, more))),
  );
}

function rate(bps: number): string {
  return bps >= 1_000_000 ? `${(bps / 1_000_000).toFixed(1)} Mbit/s` : `${Math.round(bps / 1000)} kbit/s`;
}
