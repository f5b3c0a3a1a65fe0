import type { TrackStatistics } from '@mediascope/client';
import { el } from './dom.js';
import { nameOf } from './names.js';
import { TRANSPORT_NAMES } from './quality.js';

/** The figures of every track. */
export class StatisticsTable {
  readonly #body = el('tbody');
  readonly element = el(
    'div',
    { class: 'statistics', tabindex: 0, role: 'region', 'aria-label': 'Statistics of every track' },
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...['Track', 'Rate', 'Loss', 'RTT', 'Picture'].map((text) => el('th', { scope: 'col' }, text)))),
      this.#body,
    ),
  );

  show(tracks: readonly TrackStatistics[], ownId: string): void {
    this.#body.replaceChildren(...tracks.map((t) => line(t, ownId)));
  }
}

function line(t: TrackStatistics, ownId: string): HTMLElement {
  const who = t.direction === 'sent' ? 'You' : nameOf(t.userId === ownId ? ownId : t.userId);
  const arrow = t.direction === 'sent' ? '↑' : '↓';
  const delay = t.direction === 'sent' ? `${Math.round(t.roundTripMs)} ms` : `${Math.round(t.roundTripMs)} ms + ${Math.round(t.bufferMs)}`;
  const picture = t.kind === 'audio' ? `jitter ${Math.round(t.jitterMs)} ms` : `${t.width}×${t.height} · ${Math.round(t.frameRate)} fps`;
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, `${arrow} ${who} `, el('small', {}, `${t.kind} ${t.codec} ${TRANSPORT_NAMES[t.transport]}`)),
    el('td', {}, rate(t.bitrateBps)),
    el('td', {}, `${(t.lossFraction * 100).toFixed(1)} %`),
    el('td', {}, delay),
    el('td', {}, picture, t.freezes > 0 && el('small', {}, `${t.freezes} freezes`)),
  );
}

function rate(bps: number): string {
  return bps >= 1_000_000 ? `${(bps / 1_000_000).toFixed(1)} Mbit/s` : `${Math.round(bps / 1000)} kbit/s`;
}
