import type { Message, Scope } from '@mediascope/client';
import { el, icon } from './dom.js';
import { nameOf } from './names.js';
import { explain } from './words.js';

/** The topic under which this page's chat travels. */
export const CHAT_TOPIC = 'chat';

/** The chat: what was said since this page joined. */
export class Chat {
  readonly element: HTMLElement;
  readonly #list = el('ol', { class: 'messages', 'aria-live': 'polite', 'aria-label': 'Messages', tabindex: 0 });
  readonly #input = el('input', {
    type: 'text',
    'aria-label': 'Message',
    placeholder: 'Message to everyone',
    maxlength: 2000,
    autocomplete: 'off',
  });
  readonly #empty = el('p', { class: 'empty' }, 'Nothing has been said yet. Messages reach those who are here now.');

  constructor(
    private readonly scope: Scope,
    private readonly failed: (text: string) => void,
  ) {
    const form = el(
      'form',
      { class: 'chat-form', onsubmit: (event) => this.#submit(event) },
      this.#input,
      el('button', { type: 'submit', class: 'icon-button accent', 'aria-label': 'Send', title: 'Send' }, icon('send')),
    );
    this.element = el('div', { class: 'chat' }, this.#empty, this.#list, form);
  }

  focus(): void {
    this.#input.focus();
  }

  received(message: Message): void {
    this.#show(message.fromUser, message.text, false);
  }

  /** What happened, between what was said. */
  note(text: string): void {
    this.#append(el('li', { class: 'note' }, text));
  }

  #submit(event: Event): void {
    event.preventDefault();
    const text = this.#input.value.trim();
    if (text === '') {
      return;
    }
    this.#input.value = '';
    this.scope.sendMessage(text, { topic: CHAT_TOPIC }).then(
      () => this.#show(this.scope.userId, text, true),
      (e: unknown) => {
        this.#input.value = text;
        this.failed(explain(e));
      },
    );
  }

  #show(userId: string, text: string, own: boolean): void {
    const time = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    const head = el('div', { class: 'message-head' }, el('strong', {}, own ? 'You' : nameOf(userId)), el('time', {}, time));
    this.#append(el('li', { class: own ? 'message own' : 'message' }, head, el('p', {}, text)));
  }

  #append(item: HTMLElement): void {
    this.#empty.hidden = true;
    this.#list.append(item);
    while (this.#list.children.length > 500) {
      this.#list.firstElementChild?.remove();
    }
    item.scrollIntoView({ block: 'end' });
  }
}
