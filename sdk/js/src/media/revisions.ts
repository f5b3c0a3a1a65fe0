/** Revisions of descriptions (RFC 9429 knows none): what is older than the newest is ignored. Pure. */
export class Revisions {
  #sent = 0n;
  #received = 0n;

  /** For the next own offer. Rises for as long as the page lives, over all links. */
  next(): bigint {
    return ++this.#sent;
  }

  /** Whether an answer is about the newest own offer. */
  isNewest(revision: bigint): boolean {
    return revision === this.#sent;
  }

  /** Whether another's offer is newer than all before it. */
  accept(revision: bigint): boolean {
    if (revision <= this.#received) {
      return false;
    }
    this.#received = revision;
    return true;
  }

  /** There is a new link: the other side may count anew. */
  linkOpened(): void {
    this.#received = 0n;
  }
}

/** The session id of a description's origin line (RFC 8866 section 5.2): another one is another connection. */
export function sdpSession(sdp: string): string {
  return /^o=\S+ (\S+)/m.exec(sdp)?.[1] ?? '';
}
