/** Runs asynchronous steps one after the other. */
export class Serial {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `step` when those before it are over, whatever became of them. */
  run<T>(step: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(step, step);
    this.#last = mine.catch(() => {});
    return mine;
  }
}
