/**
 * The elements that show one track. When the track's media comes from elsewhere (another connection, later a direct one) every
 * element gets the new media.
 *
 * The seam for peer to peer: a view owns how media is swapped in an element. Two stacked elements, of which the upper one
 * appears with its first frame, need no change outside of this class.
 */
export class TrackView {
  readonly #elements = new Set<HTMLMediaElement>();
  #media: MediaStreamTrack | null = null;

  /** What is shown now; null while nothing arrives. */
  get media(): MediaStreamTrack | null {
    return this.#media;
  }

  show(media: MediaStreamTrack | null): void {
    if (this.#media !== media) {
      this.#media = media;
      for (const element of this.#elements) {
        fill(element, media);
      }
    }
  }

  attach(element: HTMLMediaElement): void {
    this.#elements.add(element);
    fill(element, this.#media);
  }

  /** Without `element`: all of them. Returns those that were detached. */
  detach(element?: HTMLMediaElement): HTMLMediaElement[] {
    const gone = [...this.#elements].filter((e) => element === undefined || e === element);
    for (const e of gone) {
      this.#elements.delete(e);
      e.srcObject = null;
    }
    return gone;
  }
}

function fill(element: HTMLMediaElement, media: MediaStreamTrack | null): void {
  element.srcObject = media === null ? null : new MediaStream([media]);
  if (media !== null) {
    // Refused until the user touched the page; the application may call play() then.
    element.play().catch(() => {});
  }
}
