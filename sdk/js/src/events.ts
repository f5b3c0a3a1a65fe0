/** A listener of one event. */
export type Listener<T> = (event: T) => void;

/**
 * Typed events: `E` maps each name to what its listeners get. Listeners are called in the order in which they came; one that
 * throws stops no other.
 */
export class Emitter<E extends object> {
  readonly #listeners = new Map<keyof E, Set<Listener<never>>>();

  /**
   * Calls `listener` at each event of this name from now on.
   *
   * @returns a function that ends it
   */
  on<K extends keyof E>(name: K, listener: Listener<E[K]>): () => void {
    const all = this.#listeners.get(name) ?? new Set();
    all.add(listener as Listener<never>);
    this.#listeners.set(name, all);
    return () => this.off(name, listener);
  }

  /** Calls `listener` at the next event of this name only. */
  once<K extends keyof E>(name: K, listener: Listener<E[K]>): () => void {
    const end = this.on(name, (event) => {
      end();
      listener(event);
    });
    return end;
  }

  /** Ends what {@link on} began. */
  off<K extends keyof E>(name: K, listener: Listener<E[K]>): void {
    this.#listeners.get(name)?.delete(listener as Listener<never>);
  }

  /** @internal */
  protected emit<K extends keyof E>(name: K, event: E[K]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        (listener as Listener<E[K]>)(event);
      } catch (thrown) {
        // The application's own fault: reported as uncaught, without breaking the call.
        setTimeout(() => {
          throw thrown;
        });
      }
    }
  }
}
