import type { TrackStatistics, Transport } from '@mediascope/client';

/** 3 good, 2 fair, 1 poor, 0 unknown. */
export type Quality = 0 | 1 | 2 | 3;

/** How well one person's tracks arrive, or the own ones leave: the worst of them decides. Pure. */
export function qualityOf(tracks: readonly TrackStatistics[], moreFreezes: boolean): Quality {
  if (tracks.every((t) => t.bitrateBps === 0)) {
    return 0;
  }
  const loss = Math.max(...tracks.map((t) => t.lossFraction));
  const roundTrip = Math.max(...tracks.map((t) => t.roundTripMs));
  if (loss > 0.08 || roundTrip > 400 || moreFreezes) {
    return 1;
  }
  return loss > 0.02 || roundTrip > 200 ? 2 : 3;
}

/** How well everybody's media goes, from the statistics of one look to the next. */
export class Qualities {
  readonly #freezes = new Map<string, number>();
  readonly #qualities = new Map<string, Quality>();

  of(userId: string): Quality {
    return this.#qualities.get(userId) ?? 0;
  }

  look(tracks: readonly TrackStatistics[]): void {
    const byUser = new Map<string, TrackStatistics[]>();
    tracks.forEach((t) => byUser.set(t.userId, [...(byUser.get(t.userId) ?? []), t]));
    for (const [userId, own] of byUser) {
      const freezes = own.reduce((sum, t) => sum + t.freezes, 0);
      this.#qualities.set(userId, qualityOf(own, freezes > (this.#freezes.get(userId) ?? freezes)));
      this.#freezes.set(userId, freezes);
    }
  }
}

export const QUALITY_NAMES: Record<Quality, string> = { 0: 'unknown quality', 1: 'poor quality', 2: 'fair quality', 3: 'good quality' };

export const TRANSPORT_NAMES: Record<Transport, string> = { unknown: '…', udp: 'UDP', p2p: 'P2P', tcp: 'TCP' };
