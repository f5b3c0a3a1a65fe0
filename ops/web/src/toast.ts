import { el } from './dom.js';

const SHOWN_MS = 6_000;

/** Short news over the page, that go away by themselves. */
export class Toast {
  readonly element = el('p', { class: 'toast', role: 'alert', hidden: true });
  #timer: ReturnType<typeof setTimeout> | undefined;

  tell(text: string): void {
    this.element.textContent = text;
    this.element.hidden = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.element.hidden = true;
    }, SHOWN_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
