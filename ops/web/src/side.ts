import type { Message, Scope } from '@mediascope/client';
import { el, icon, iconButton } from './dom.js';
import { hueOf, initials, nameOf } from './names.js';
import { bars } from './tile.js';
import { TRANSPORT_NAMES, type Quality } from './quality.js';
import type { Transport } from '@mediascope/client';

/** The topic under which this page's chat travels. */
export const CHAT_TOPIC = 'chat';

/** The chat: what was said since this page joined. */
export class Chat {
  readonly element: HTMLElement;
  readonly #list = el('ol', { class: 'messages', 'aria-live': 'polite', 'aria-label': 'Messages', tabindex: 0 });
  readonly #input = el('input', { type: 'text', 'aria-label': 'Message', placeholder: 'Message to everyone', maxlength: 2000, autocomplete: 'off' });
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
        this.failed(e instanceof Error ? e.message : String(e));
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

/** What the list of people says of one. */
export interface Person {
  readonly userId: string;
  readonly own: boolean;
  readonly muted: boolean;
  readonly client: string;
  readonly transport: Transport;
  readonly quality: Quality;
  readonly speaking: boolean;
}

/** The list of people. */
export class People {
  readonly #list = el('ul', { class: 'people', 'aria-label': 'People in this call' });
  readonly element = el('div', { class: 'people-panel' }, this.#list);

  show(people: readonly Person[]): void {
    this.#list.replaceChildren(...people.map(row));
  }
}

function row(person: Person): HTMLElement {
  const name = nameOf(person.userId);
  const face = el('span', { class: 'face small', 'aria-hidden': 'true' }, initials(name));
  face.style.setProperty('--hue', String(hueOf(person.userId)));
  return el(
    'li',
    { class: person.speaking ? 'speaking' : '', 'data-person': person.userId },
    face,
    el('span', { class: 'person-name' }, name, person.own && el('small', {}, ' (you)'), el('small', { class: 'client' }, person.client)),
    person.muted && el('span', { class: 'muted-mark', role: 'img', 'aria-label': 'Microphone is off', title: 'Microphone is off' }, icon('mic', true)),
    el('span', { class: 'transport' }, bars(person.quality), TRANSPORT_NAMES[person.transport]),
  );
}

/** A panel beside the pictures: its head, and what it holds. */
export function panel(title: string, content: HTMLElement, close: () => void): HTMLElement {
  return el(
    'aside',
    { class: 'panel', 'aria-label': title },
    el('header', {}, el('h2', {}, title), iconButton('close', `Close ${title.toLowerCase()}`, close)),
    content,
  );
}
