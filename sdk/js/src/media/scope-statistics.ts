import type { LocalTrack } from '../model/local-track.js';
import type { Participant } from '../model/participant.js';
import type { Peers } from './peers.js';
import { StatisticsReader, type StatisticsSubject, type TrackStatistics } from './statistics.js';

/** Reads the figures of all own and received tracks from the two connections. */
export class ScopeStatistics {
  readonly #publisher = new StatisticsReader();
  readonly #subscriber = new StatisticsReader();

  constructor(private readonly peers: Peers) {}

  async read(userId: string, own: Iterable<LocalTrack>, others: Iterable<Participant>): Promise<TrackStatistics[]> {
    const { publisher, subscriber } = this.peers;
    const all = await Promise.all([
      report(this.#publisher, publisher.connection, this.#sent(userId, own)),
      report(this.#subscriber, subscriber.connection, this.#received(others)),
    ]);
    return all.flat();
  }

  #sent(userId: string, own: Iterable<LocalTrack>): StatisticsSubject[] {
    return [...own].map((track) => ({
      direction: 'sent',
      mid: this.peers.publisher.midOf(track),
      userId,
      trackId: track.trackId,
      kind: track.kind,
    }));
  }

  #received(others: Iterable<Participant>): StatisticsSubject[] {
    return [...others].flatMap((participant) =>
      [...participant.tracks.values()].map(({ userId, trackId, kind }) => ({
        direction: 'received' as const,
        mid: this.peers.subscriber.midOf(userId, trackId),
        userId,
        trackId,
        kind,
      })),
    );
  }
}

async function report(
  reader: StatisticsReader,
  connection: RTCPeerConnection | null,
  subjects: readonly StatisticsSubject[],
): Promise<TrackStatistics[]> {
  return connection === null ? [] : reader.read((await connection.getStats()) as unknown as Iterable<[string, unknown]>, subjects);
}
