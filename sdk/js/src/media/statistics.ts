import type { TrackKind, Transport } from '../model/kinds.js';

/** One track's figures over the last second or two. */
export interface TrackStatistics {
  /** Whether this client sends or receives it. */
  readonly direction: 'sent' | 'received';
  /** The own user id for sent tracks. */
  readonly userId: string;
  /** Unique among the tracks of its user. */
  readonly trackId: string;
  /** What it carries. */
  readonly kind: TrackKind;
  /** How its connection travels. */
  readonly transport: Transport;
  /** Bits per second, without headers. */
  readonly bitrateBps: number;
  /** Lost packets, 0 to 1. For sent tracks as the node reports it. */
  readonly lossFraction: number;
  /** How unevenly packets arrive (RFC 3550). For sent tracks as the node reports it. */
  readonly jitterMs: number;
  /** Between this client and the node; 0 = not known yet. */
  readonly roundTripMs: number;
  /** Received tracks: how long media waits before it is played; 0 for sent ones. */
  readonly bufferMs: number;
  /** Frames per second; 0 for audio. */
  readonly frameRate: number;
  /** In pixels; 0 for audio. */
  readonly width: number;
  /** In pixels; 0 for audio. */
  readonly height: number;
  /** Received video: times that the picture stood still, since the track began. */
  readonly freezes: number;
  /** Frames sent or decoded since the track began. */
  readonly frames: number;
  /** 0 (silence) to 1; 0 for video. */
  readonly audioLevel: number;
  /** Such as `VP8`. */
  readonly codec: string;
}

/** Which track is in which section. */
export interface StatisticsSubject {
  readonly direction: 'sent' | 'received';
  readonly mid: string;
  readonly userId: string;
  readonly trackId: string;
  readonly kind: TrackKind;
}

type Row = Record<string, unknown> & { id: string; type: string; timestamp: number };

interface Counters {
  readonly atMs: number;
  readonly bytes: number;
  readonly packets: number;
  readonly lost: number;
  readonly bufferedS: number;
  readonly emitted: number;
}

const WINDOW_MS = 1_000;

/** Turns browsers' reports (W3C webrtc-stats) into figures per track; remembers the counters of the time before. */
export class StatisticsReader {
  readonly #windows = new Map<string, { before: Counters; latest: Counters }>();

  /** @param report of the connection that carries all the subjects */
  read(report: Iterable<[string, unknown]>, subjects: readonly StatisticsSubject[]): TrackStatistics[] {
    const rows = new Map([...report].map(([id, row]) => [id, row as Row]));
    const transport = selectedTransport(rows);
    return subjects.flatMap((subject) => {
      const main = find(rows, subject.direction === 'sent' ? 'outbound-rtp' : 'inbound-rtp', subject.mid);
      return main === undefined ? [] : [this.#track(subject, main, rows, transport)];
    });
  }

  /** The counters of at least a second ago, so that two who ask in turn do not take each other's figures. */
  #before(name: string, now: Counters): Counters {
    const window = this.#windows.get(name) ?? { before: now, latest: now };
    if (now.atMs - window.latest.atMs >= WINDOW_MS) {
      window.before = window.latest;
      window.latest = now;
    }
    this.#windows.set(name, window);
    return window.before;
  }

  #track(subject: StatisticsSubject, main: Row, rows: Map<string, Row>, path: Path): TrackStatistics {
    const sent = subject.direction === 'sent';
    const remote = rows.get(text(main, 'remoteId'));
    const now: Counters = {
      atMs: main.timestamp,
      bytes: number(main, sent ? 'bytesSent' : 'bytesReceived'),
      packets: number(main, sent ? 'packetsSent' : 'packetsReceived'),
      lost: number(sent ? remote : main, 'packetsLost'),
      bufferedS: number(main, 'jitterBufferDelay'),
      emitted: number(main, 'jitterBufferEmittedCount'),
    };
    const name = `${subject.direction} ${main.id}`;
    const before = this.#before(name, now);
    const seconds = (now.atMs - before.atMs) / 1000;
    const lost = Math.max(0, now.lost - before.lost);
    const packets = now.packets - before.packets + (sent ? 0 : lost);
    const emitted = now.emitted - before.emitted;
    const source = rows.get(text(main, 'mediaSourceId'));
    return {
      direction: subject.direction,
      userId: subject.userId,
      trackId: subject.trackId,
      kind: subject.kind,
      transport: path.transport,
      bitrateBps: seconds > 0 ? Math.round(((now.bytes - before.bytes) * 8) / seconds) : 0,
      lossFraction: packets > 0 ? Math.min(1, lost / packets) : 0,
      jitterMs: number(sent ? remote : main, 'jitter') * 1000,
      roundTripMs: (number(remote, 'roundTripTime') || path.roundTripS) * 1000,
      bufferMs: emitted > 0 ? ((now.bufferedS - before.bufferedS) / emitted) * 1000 : 0,
      frameRate: number(main, 'framesPerSecond'),
      width: number(main, 'frameWidth'),
      height: number(main, 'frameHeight'),
      freezes: number(main, 'freezeCount'),
      frames: number(main, sent ? 'framesSent' : 'framesDecoded'),
      audioLevel: number(sent ? source : main, 'audioLevel'),
      codec: text(rows.get(text(main, 'codecId')), 'mimeType').split('/')[1] ?? '',
    };
  }
}

interface Path {
  readonly transport: Transport;
  readonly roundTripS: number;
}

/** How the nominated candidate pair travels. */
export function selectedTransport(report: ReadonlyMap<string, unknown>): Path {
  const rows = report as ReadonlyMap<string, Row>;
  for (const row of rows.values()) {
    if (row.type === 'transport') {
      const pair = rows.get(text(row, 'selectedCandidatePairId'));
      const local = rows.get(text(pair, 'localCandidateId'));
      const protocol = text(local, 'protocol');
      return {
        transport: protocol === 'udp' || protocol === 'tcp' ? protocol : 'unknown',
        roundTripS: number(pair, 'currentRoundTripTime'),
      };
    }
  }
  return { transport: 'unknown', roundTripS: 0 };
}

/** How many packets a connection has sent and received; null where the browser does not tell. */
export function packetTotals(report: ReadonlyMap<string, unknown>): { sent: number; received: number } | null {
  for (const row of (report as ReadonlyMap<string, Row>).values()) {
    if (row.type === 'transport' && typeof row.packetsReceived === 'number') {
      return { sent: number(row, 'packetsSent'), received: number(row, 'packetsReceived') };
    }
  }
  return null;
}

function find(rows: Map<string, Row>, type: string, mid: string): Row | undefined {
  return [...rows.values()].find((row) => row.type === type && row.mid === mid);
}

function number(row: Row | undefined, field: string): number {
  const value = row?.[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function text(row: Row | undefined, field: string): string {
  const value = row?.[field];
  return typeof value === 'string' ? value : '';
}
