import { MediascopeError, refusalError } from '../errors.js';
import { type AuthResponse, ClientKind, type Envelope } from '../gen/mediascope/link/v1/link_pb.js';
import { type Outgoing, PROTOCOL_VERSION } from './codec.js';
import { baseUrl, linkUrl, nodeUrl, type ScopeName, tokenClaims, type Whereabouts } from './endpoint.js';
import { Link, type SocketFactory } from './link.js';
import { type RetryDecision, RetryPolicy } from './retry.js';

/** A join token, or what fetches a fresh one for each join and reconnect. */
export type TokenSource = string | (() => string | Promise<string>);

/** How a session finds its node and proves who it is. */
export interface SessionOptions extends Whereabouts {
  readonly token: TokenSource;
  readonly clientVersion: string;
  /** How long to go on after the link broke. */
  readonly reconnectForMs: number;
  readonly sockets: SocketFactory;
}

/** Who is told what becomes of a session. */
export interface SessionHost {
  /** What the client publishes and wants, said again at each join. */
  tracks(): NonNullable<Extract<Outgoing, { case: 'authRequest' }>['value']['tracks']>;
  subscription(): NonNullable<Extract<Outgoing, { case: 'authRequest' }>['value']['subscription']>;
  /**
   * @param again false at the first join; then `response.resumed` tells whether the session is the same one
   * @param moved the scope is on another node now, which knows nothing of the connections to the one before
   */
  joined(response: AuthResponse, again: boolean, moved: boolean): void;
  said(envelope: Envelope): void;
  /** The link broke; the session comes back by itself, or {@link ended} follows. */
  lost(reason: string): void;
  /** @param error null after {@link Session.leave} */
  ended(error: MediascopeError | null): void;
}

type State = 'new' | 'joining' | 'joined' | 'waiting' | 'ended';

const MAX_REDIRECTS = 5;

/** A participant's session over all its links: join, redirects, coming back with the resume ticket, leaving. */
export class Session {
  #state: State = 'new';
  #link: Link | null = null;
  #ticket = new Uint8Array();
  #node = '';
  /** Where the node has sent this client; empty = where the resolver says. */
  #next = '';
  #moving = false;
  /** Base addresses of other nodes; they know the scope's home when this one is lost. */
  #further: string[] = [];
  /** Whether the next attempt asks them, rather than the address that the application gave: in turn, as either may not be reachable. */
  #asksFurther = false;
  #wake: (() => void) | null = null;

  constructor(
    private readonly options: SessionOptions,
    private readonly host: SessionHost,
  ) {}

  get isJoined(): boolean {
    return this.#state === 'joined';
  }

  /** Joins for the first time. @throws MediascopeError */
  async join(): Promise<void> {
    this.#state = 'joining';
    try {
      await this.#attempt(false, false);
    } catch (e) {
      this.#state = 'ended';
      throw e;
    }
  }

  /** @throws MediascopeError when it is refused, not answered, or there is no link now */
  request(message: Outgoing): Promise<Envelope> {
    return this.#live().request(message);
  }

  /** @throws MediascopeError when there is no link now */
  sendRefusable(message: Outgoing, refused: (error: MediascopeError) => void): () => void {
    return this.#live().sendRefusable(message, refused);
  }

  /** Lost without a word while there is no link. */
  send(message: Outgoing): void {
    if (this.#state === 'joined') {
      this.#link?.send(message);
    }
  }

  /** Ends it for good. */
  leave(reason: string): void {
    if (this.#state !== 'ended') {
      this.#end(null, reason);
    }
  }

  /** Media of the node stays away: that may be the network, or the node. */
  probe(): void {
    if (this.#state === 'joined') {
      this.#link?.probe();
    }
  }

  /** Opens another link at once and resumes: the last means when media does not come back. */
  rejoin(): void {
    if (this.#state === 'joined') {
      this.#link?.drop();
      this.#broke('media did not come back');
    }
  }

  #live(): Link {
    if (this.#state !== 'joined' || this.#link === null) {
      throw this.#state === 'ended'
        ? new MediascopeError('CLOSED', 'The call is over.')
        : new MediascopeError('LINK_LOST', 'There is no connection to the server at the moment.', '', true);
    }
    return this.#link;
  }

  async #attempt(withTicket: boolean, again: boolean): Promise<void> {
    const source = this.options.token;
    const token = typeof source === 'string' ? source : await source();
    const scope = tokenClaims(token);
    let url = this.#next === '' ? await this.#whereTo(scope, token, again) : this.#next;
    this.#next = '';
    const joinId = crypto.randomUUID?.() ?? Math.random().toString(36).slice(2);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const link = await Link.open(url, this.options.sockets);
      if ((this.#state as State) === 'ended') {
        link.close('left');
        throw new MediascopeError('CLOSED', 'The call is over.');
      }
      const target = await this.#authenticate(link, url, again, {
        protocolVersion: PROTOCOL_VERSION,
        applicationId: scope.applicationId,
        scopeId: scope.scopeId,
        token,
        clientKind: ClientKind.BROWSER,
        clientVersion: this.options.clientVersion,
        joinId,
        tracks: this.host.tracks(),
        subscription: this.host.subscription(),
        resumeTicket: withTicket ? this.#ticket : new Uint8Array(),
      });
      if (target === '') {
        return;
      }
      url = target;
    }
    throw new MediascopeError('UNREACHABLE', 'The servers send this client from one to the other.', '', true);
  }

  /** What the application named may be dead or hang: other nodes are asked as well, in turn with its address. */
  async #whereTo(scope: ScopeName, token: string, again: boolean): Promise<string> {
    const { url, resolvers = [] } = this.options;
    const known = again ? [...resolvers, ...this.#further] : resolvers;
    const lost = again ? this.#node : '';
    if (url === undefined) {
      return linkUrl({ resolvers: known }, scope, token, lost);
    }
    const asks = again && this.#asksFurther && known.length > 0;
    this.#asksFurther = !this.#asksFurther;
    return asks ? linkUrl({ resolvers: known }, scope, token, lost).catch(() => url) : url;
  }

  /** @returns where the node sends the client instead; empty = joined */
  async #authenticate(link: Link, url: string, again: boolean, auth: Extract<Outgoing, { case: 'authRequest' }>['value']): Promise<string> {
    try {
      const early: Envelope[] = [];
      link.onEnvelope = (envelope) => early.push(envelope);
      const answer = await link.request({ case: 'authRequest', value: auth });
      if (answer.message.case === 'redirect') {
        link.drop();
        return nodeUrl(answer.message.value.host, answer.message.value.port);
      }
      if (answer.message.case !== 'authResponse') {
        throw new MediascopeError('UNREACHABLE', 'The server answered something that this client does not understand.');
      }
      this.#joined(link, url, answer.message.value, again);
      early.forEach((envelope) => this.#said(envelope));
      return '';
    } catch (e) {
      link.drop();
      throw e;
    }
  }

  #joined(link: Link, url: string, response: AuthResponse, again: boolean): void {
    const moved = again && this.#moving;
    this.#moving = false;
    this.#link = link;
    this.#node = new URL(url).host;
    this.#ticket = new Uint8Array(response.resumeTicket);
    this.#further = response.furtherNodes.map((node) => baseUrl(node.host, node.port));
    this.#asksFurther = true;
    this.#state = 'joined';
    link.onEnvelope = (envelope) => this.#said(envelope);
    link.onClosed = (reason) => this.#broke(reason);
    if (response.keepaliveIntervalMs > 0) {
      link.keepAlive(response.keepaliveIntervalMs, response.linkTimeoutMs);
    }
    if (link.over) {
      this.#broke('the link broke');
      return;
    }
    this.host.joined(response, again, moved);
  }

  #said(envelope: Envelope): void {
    const message = envelope.message;
    if (message.case === 'goodbye' && !message.value.reconnect) {
      this.#end(new MediascopeError('REFUSED', message.value.reason || 'The server ended the call.', 'GOODBYE'), '');
    } else if (message.case === 'refusal' && envelope.requestId === 0n && endsSession(refusalError(message.value).reason)) {
      this.#end(refusalError(message.value), '');
    } else if (message.case === 'redirect') {
      this.#follow(nodeUrl(message.value.host, message.value.port));
    } else {
      this.host.said(envelope);
    }
  }

  /** The scope moves: comes back at once, and there. */
  #follow(url: string): void {
    this.#next = url;
    this.#moving = true;
    this.#link?.drop();
    this.#broke('the scope moves to another server');
  }

  #broke(reason: string): void {
    if (this.#state !== 'joined') {
      return;
    }
    this.#state = 'waiting';
    this.#link = null;
    this.host.lost(reason);
    void this.#comeBack();
  }

  async #comeBack(): Promise<void> {
    const policy = new RetryPolicy(this.options.reconnectForMs);
    let decision: RetryDecision = policy.begin(Date.now());
    while ((this.#state as State) !== 'ended') {
      if (decision.kind === 'give up') {
        this.#end(decision.error, '');
        return;
      }
      await this.#sleep(this.#next === '' ? decision.delayMs : 0);
      if ((this.#state as State) === 'ended') {
        return;
      }
      try {
        this.#state = 'joining';
        await this.#attempt(decision.withTicket, true);
        return;
      } catch (e) {
        if ((this.#state as State) !== 'ended') {
          this.#state = 'waiting';
          decision = policy.failed(e instanceof MediascopeError ? e : unexpected(e), Date.now());
        }
      }
    }
  }

  /** A network that comes back ends the wait. */
  #sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        globalThis.removeEventListener?.('online', done);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(done, delayMs);
      globalThis.addEventListener?.('online', done);
      this.#wake = done;
    });
  }

  #end(error: MediascopeError | null, goodbye: string): void {
    this.#state = 'ended';
    this.#link?.close(goodbye);
    this.#link = null;
    this.#wake?.();
    this.host.ended(error);
  }
}

function endsSession(reason: string): boolean {
  return reason === 'REMOVED_BY_ADMIN' || reason === 'REPLACED_BY_NEWER_LINK';
}

/** What the application's own token function threw may pass; the next attempt asks it again. */
function unexpected(cause: unknown): MediascopeError {
  return new MediascopeError('UNREACHABLE', `The connection could not be renewed: ${String(cause)}`, '', true, 0, { cause });
}
