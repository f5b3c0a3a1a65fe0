import { MediascopeError, refusalError } from '../errors.js';
import type { Envelope } from '../gen/mediascope/link/v1/link_pb.js';
import { decode, encode, MAX_ENVELOPE_BYTES, type Outgoing, SUBPROTOCOL } from './codec.js';

/** As much of a WebSocket as a link needs; tests give another one. */
export interface Socket {
  binaryType: string;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
}

/** Opens a socket. */
export type SocketFactory = (url: string, protocol: string) => Socket;

interface Pending {
  settle(answer: Envelope): void;
  fail(error: MediascopeError): void;
}

const OPEN_TIMEOUT_MS = 8_000;
const REQUEST_TIMEOUT_MS = 10_000;
/** A node that does not answer a ping within it hangs, or is gone. */
const PROBE_MS = 2_000;

/**
 * One management link: Envelopes over a WebSocket, requests with their answers, keep-alive. It ends once and is never opened
 * again; a session opens the next one.
 */
export class Link {
  /** What the node says without being asked. */
  onEnvelope: (envelope: Envelope) => void = () => {};

  /** The link is over. Called once, never after {@link close}. */
  onClosed: (reason: string) => void = () => {};

  readonly #socket: Socket;
  readonly #pending = new Map<number, Pending>();
  #requests = 0;
  #lastByteAt = 0;
  #arrivals = 0;
  #keepAlive: ReturnType<typeof setInterval> | undefined;
  #probe: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onmessage = (event) => this.#received(event.data);
    socket.onclose = (event) => this.#ended(event.reason || `the connection was closed (${event.code})`);
    socket.onerror = () => this.#ended('the connection broke');
  }

  /** @throws MediascopeError UNREACHABLE, or BAD_ARGUMENT and INSECURE_CONTEXT for addresses that the browser does not take */
  static open(url: string, factory: SocketFactory): Promise<Link> {
    return new Promise((resolve, reject) => {
      const unreachable = (why: string) =>
        reject(new MediascopeError('UNREACHABLE', `The server at ${new URL(url).host} cannot be reached: ${why}.`, '', true));
      const socket = opened(url, factory);
      const timer = setTimeout(() => {
        socket.onclose = socket.onerror = null;
        socket.close();
        unreachable('it did not answer in time');
      }, OPEN_TIMEOUT_MS);
      socket.onopen = () => {
        clearTimeout(timer);
        resolve(new Link(socket));
      };
      socket.onclose = socket.onerror = () => {
        clearTimeout(timer);
        socket.onclose = socket.onerror = null;
        unreachable('it refused the connection');
      };
    });
  }

  /** Whether nothing can be sent any more. */
  get over(): boolean {
    return this.#over;
  }

  /** Says something that is not answered. */
  send(message: Outgoing): void {
    if (!this.#over) {
      this.#socket.send(encode(message));
    }
  }

  /**
   * Says something that only a refusal answers under its id.
   *
   * @returns forgets the request
   */
  sendRefusable(message: Outgoing, refused: (error: MediascopeError) => void): () => void {
    const id = this.#next({ settle: () => {}, fail: refused });
    this.#write(message, id);
    return () => this.#pending.delete(id);
  }

  /** @throws MediascopeError when it is refused, not answered in time, or the link breaks */
  request(message: Outgoing, timeoutMs = REQUEST_TIMEOUT_MS): Promise<Envelope> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new MediascopeError('TIMED_OUT', 'The server did not answer in time.', '', true));
      }, timeoutMs);
      const id = this.#next({
        settle: (answer) => {
          clearTimeout(timer);
          resolve(answer);
        },
        fail: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.#write(message, id);
    });
  }

  /** Pings from now on, and gives the link up after `timeoutMs` without a byte. */
  keepAlive(intervalMs: number, timeoutMs: number): void {
    clearInterval(this.#keepAlive);
    this.#lastByteAt = Date.now();
    this.#keepAlive = setInterval(() => {
      if (Date.now() - this.#lastByteAt > timeoutMs) {
        this.#silent();
      } else {
        this.#ping();
      }
    }, intervalMs);
  }

  /** Media of the node stays away: it answers a ping soon, or is given up long before the link's own time is over. */
  probe(): void {
    if (this.#over || this.#probe !== undefined) {
      return;
    }
    const arrived = this.#arrivals;
    this.#ping();
    this.#probe = setTimeout(() => {
      this.#probe = undefined;
      if (this.#arrivals === arrived) {
        this.#silent();
      }
    }, PROBE_MS);
  }

  #ping(): void {
    this.send({ case: 'ping', value: { sentAtNs: BigInt(Math.round(performance.now() * 1e6)) } });
  }

  #silent(): void {
    this.#socket.close();
    this.#ended('the server went silent');
  }

  /** Says goodbye and closes; {@link onClosed} is not called. */
  close(reason: string): void {
    if (!this.#over) {
      this.send({ case: 'goodbye', value: { reason } });
      this.onClosed = () => {};
      this.#socket.close(1000);
      this.#ended(reason);
    }
  }

  /** Closes without a word, so that the session can be resumed; {@link onClosed} is not called. */
  drop(): void {
    this.onClosed = () => {};
    this.#socket.close();
    this.#ended('dropped');
  }

  #next(pending: Pending): number {
    const id = ++this.#requests;
    this.#pending.set(id, pending);
    return id;
  }

  #write(message: Outgoing, id: number): void {
    const bytes = encode(message, id);
    if (!this.#over && bytes.length <= MAX_ENVELOPE_BYTES) {
      this.#socket.send(bytes);
      return;
    }
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.fail(this.#over ? lost() : tooLarge(bytes.length));
  }

  #received(data: unknown): void {
    this.#lastByteAt = Date.now();
    this.#arrivals++;
    const envelope = data instanceof ArrayBuffer ? decode(data) : null;
    if (envelope === null || this.#over) {
      return;
    }
    if (envelope.message.case === 'ping') {
      this.send({ case: 'pong', value: { sentAtNs: envelope.message.value.sentAtNs } });
      return;
    }
    const pending = this.#pending.get(Number(envelope.requestId));
    if (pending === undefined) {
      this.onEnvelope(envelope);
      return;
    }
    this.#pending.delete(Number(envelope.requestId));
    if (envelope.message.case === 'refusal') {
      pending.fail(refusalError(envelope.message.value));
    } else {
      pending.settle(envelope);
    }
  }

  #ended(reason: string): void {
    if (this.#over) {
      return;
    }
    this.#over = true;
    clearInterval(this.#keepAlive);
    clearTimeout(this.#probe);
    for (const pending of this.#pending.values()) {
      pending.fail(lost());
    }
    this.#pending.clear();
    this.onClosed(reason);
  }
}

function opened(url: string, factory: SocketFactory): Socket {
  try {
    return factory(url, SUBPROTOCOL);
  } catch (e) {
    throw e instanceof Error && e.name === 'SecurityError'
      ? new MediascopeError(
          'INSECURE_CONTEXT',
          `A page that was loaded over HTTPS cannot use ${url}: it takes wss: addresses only.`,
          '',
          false,
          0,
          { cause: e },
        )
      : new MediascopeError('BAD_ARGUMENT', `'${url}' is not the address of a link, such as wss://node.example:7443/link.`, '', false, 0, {
          cause: e,
        });
  }
}

function tooLarge(bytes: number): MediascopeError {
  return new MediascopeError('REFUSED', `The message takes ${bytes} bytes, which is more than a link carries.`, 'MESSAGE_TOO_LARGE');
}

function lost(): MediascopeError {
  return new MediascopeError('LINK_LOST', 'The connection to the server broke before it answered.', '', true);
}
