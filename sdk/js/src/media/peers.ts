import { MediascopeError } from '../errors.js';
import { PeerRole, type WebDescription } from '../gen/mediascope/link/v1/link_pb.js';
import type { Session } from '../link/session.js';
import type { Transport } from '../model/kinds.js';
import type { LocalTrack } from '../model/local-track.js';
import { type PublishedSection, Publisher } from './publisher.js';
import { FlowWatch, PeerRecovery, type PeerState, type Silence } from './recovery.js';
import { Revisions } from './revisions.js';
import { packetTotals, selectedTransport } from './statistics.js';
import { Subscriber } from './subscriber.js';

/** Which of the two connections. */
export type PeerName = 'publisher' | 'subscriber';

/** Who is told about the two connections. */
export interface PeersHost {
  media(userId: string, trackId: string, media: MediaStreamTrack | null): void;
  transport(peer: PeerName, transport: Transport): void;
  failed(error: MediascopeError): void;
}

const ANSWER_TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = 250;
/** A report on all that is received is long, so it is asked for less often. */
const SUBSCRIBER_EVERY_LOOKS = 2;
/** A node that kept the publisher's connection asks for a restart right behind its welcome. */
const KEPT_WITHIN_MS = 1_000;
/**
 * What a publisher sends is answered many times a second. A subscriber sends little, so its silence takes longer to prove; less when the
 * publisher's way to the same node is silent.
 */
const SILENCE: Record<PeerName | 'both', Silence> = {
  publisher: { afterMs: 1_000, unanswered: 3 },
  subscriber: { afterMs: 3_000, unanswered: 3 },
  both: { afterMs: 750, unanswered: 0 },
};
/** So long what the publisher's silence told of the way to the node holds for the subscriber: it may have mended its own at once. */
const DOUBT_MS = 3_000;

/** The two peer connections of a client: their descriptions over the link, their health, and what is done about it. */
export class Peers {
  readonly publisher: Publisher;
  readonly subscriber: Subscriber;
  readonly #revisions = new Revisions();
  readonly #health: Record<PeerName, PeerRecovery>;
  readonly #flow: Record<PeerName, FlowWatch> = { publisher: new FlowWatch(), subscriber: new FlowWatch() };
  readonly #transports: Record<PeerName, Transport> = { publisher: 'unknown', subscriber: 'unknown' };
  readonly #timer: ReturnType<typeof setInterval>;
  #awaited: { settle(sdp: string): void } | null = null;
  #keptTimer: ReturnType<typeof setTimeout> | undefined;
  #replaced = 0;
  #looks = 0;
  #doubtUntil = 0;

  constructor(
    private readonly session: Session,
    private readonly host: PeersHost,
  ) {
    const now = Date.now();
    this.#health = { publisher: new PeerRecovery(now), subscriber: new PeerRecovery(now) };
    this.publisher = new Publisher({
      offer: (sdp, sections) => this.#offer(sdp, sections),
      changed: (state) => this.#changed('publisher', state),
    });
    this.subscriber = new Subscriber({
      answer: (revision, sdp) => this.#answer(revision, sdp),
      media: (userId, trackId, media) => this.host.media(userId, trackId, media),
      changed: (state) => this.#changed('subscriber', state),
      failed: (error) => this.host.failed(error),
    });
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
  }

  transport(peer: PeerName): Transport {
    return this.#transports[peer];
  }

  /**
   * There is a new link.
   *
   * @param resumed whether the node may still hold the publisher's connection; then it asks for a restart of ICE, and when it
   *     does not ask, the connection is gone
   */
  linkOpened(resumed: boolean): void {
    this.#revisions.linkOpened();
    clearTimeout(this.#keptTimer);
    if (this.publisher.connection === null) {
      return;
    }
    if (resumed) {
      this.#keptTimer = setTimeout(() => this.#try(this.publisher.replace()), KEPT_WITHIN_MS);
    } else {
      this.#try(this.publisher.replace());
    }
  }

  described(description: WebDescription): void {
    if (description.role === PeerRole.PUBLISHER && description.answer) {
      if (this.#revisions.isNewest(description.revision)) {
        this.#awaited?.settle(description.sdp);
      }
    } else if (description.role === PeerRole.SUBSCRIBER && !description.answer && this.#revisions.accept(description.revision)) {
      void this.subscriber.offered(description.revision, description.sdp, description.sections);
    }
  }

  /** The node wants ICE of the publisher's connection restarted. */
  restartWanted(): void {
    clearTimeout(this.#keptTimer);
    this.#try(this.publisher.restartIce());
  }

  publish(track: LocalTrack): Promise<void> {
    return this.publisher.add(track);
  }

  close(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#keptTimer);
    this.publisher.close();
    this.subscriber.close();
  }

  #offer(sdp: string, sections: PublishedSection[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const revision = this.#revisions.next();
      const done = () => {
        clearTimeout(timer);
        forget();
        this.#awaited = null;
      };
      const fail = (error: MediascopeError) => {
        done();
        reject(error);
      };
      const timer = setTimeout(
        () => fail(new MediascopeError('TIMED_OUT', 'The server did not answer the offer in time.', '', true)),
        ANSWER_TIMEOUT_MS,
      );
      let forget = () => {};
      this.#awaited = {
        settle: (answer) => {
          done();
          resolve(answer);
        },
      };
      const value = { role: PeerRole.PUBLISHER, revision, answer: false, sdp, sections };
      try {
        forget = this.session.sendRefusable({ case: 'webDescription', value }, fail);
      } catch (e) {
        fail(e as MediascopeError);
      }
    });
  }

  #answer(revision: bigint, sdp: string): void {
    const value = { role: PeerRole.SUBSCRIBER, revision, answer: true, sdp, sections: [] };
    try {
      this.session.sendRefusable({ case: 'webDescription', value }, (error) => this.#failed(error));
    } catch {
      // The link broke meanwhile; the node offers again over the next one.
    }
  }

  #changed(peer: PeerName, state: PeerState): void {
    this.#health[peer].changed(state, Date.now());
    if (state === 'connected') {
      this.#replaced = 0;
    }
  }

  async #look(): Promise<void> {
    if (await this.#observe('publisher', SILENCE.publisher)) {
      this.#doubtUntil = Date.now() + DOUBT_MS;
    }
    const doubt = Date.now() < this.#doubtUntil;
    if (doubt || ++this.#looks % SUBSCRIBER_EVERY_LOOKS === 0) {
      await this.#observe('subscriber', doubt ? SILENCE.both : SILENCE.subscriber);
    }
    if (!this.session.isJoined) {
      return;
    }
    for (const peer of ['publisher', 'subscriber'] as const) {
      const remedy = this[peer].connection === null ? 'none' : this.#health[peer].due(Date.now());
      if (remedy !== 'none') {
        this.#treat(peer, remedy === 'replace');
      }
    }
  }

  /** Whether packets leave and none come back. */
  async #observe(peer: PeerName, silence: Silence): Promise<boolean> {
    const connection = this[peer].connection;
    if (connection === null || connection.connectionState === 'closed') {
      return false;
    }
    const report = (await connection.getStats()) as unknown as ReadonlyMap<string, unknown>;
    const totals = packetTotals(report);
    let stalled = false;
    if (totals !== null && connection.connectionState === 'connected') {
      stalled = this.#flow[peer].stalled(totals.sent, totals.received, Date.now(), silence);
      if (stalled) {
        this.#health[peer].stalled(Date.now());
        this.session.probe();
      } else {
        this.#health[peer].flowing();
      }
    }
    const { transport } = selectedTransport(report);
    if (transport !== this.#transports[peer] && transport !== 'unknown') {
      this.#transports[peer] = transport;
      this.host.transport(peer, transport);
    }
    return stalled;
  }

  /** ICE first; then a new connection; when that has not helped either, a new link. */
  #treat(peer: PeerName, replace: boolean): void {
    if (replace && ++this.#replaced > 2) {
      this.#replaced = 0;
      this.session.rejoin();
    } else if (peer === 'publisher') {
      this.#try(replace ? this.publisher.replace() : this.publisher.restartIce());
    } else {
      this.session.send({ case: 'webRestartRequest', value: { role: PeerRole.SUBSCRIBER } });
    }
  }

  #try(step: Promise<void>): void {
    step.catch((e: unknown) =>
      this.#failed(e instanceof MediascopeError ? e : new MediascopeError('NEGOTIATION_FAILED', String(e), '', false, 0, { cause: e })),
    );
  }

  /** Without a link nothing can be negotiated, and that it broke is told elsewhere; the next one begins with a restart. */
  #failed(error: MediascopeError): void {
    if (error.code !== 'LINK_LOST') {
      this.host.failed(error);
    }
  }
}
