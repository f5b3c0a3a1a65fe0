import { el, type IconName, iconButton } from './dom.js';

/** What can stand beside the pictures. */
export type PanelName = 'people' | 'chat' | 'stats' | 'settings';

/** A panel: how it is named, what it holds, and what is done when it opens. */
export interface Panel {
  readonly icon: IconName;
  readonly title: string;
  /** Shown with the title on its button. */
  readonly key?: string;
  readonly content: HTMLElement;
  opened(): void;
}

/** The panels beside the pictures, at most one of which is open, and the buttons that open them. */
export class Panels {
  readonly element = el('div', { class: 'side', hidden: true });
  readonly buttons: Record<PanelName, HTMLButtonElement>;
  #open: PanelName | null = null;

  constructor(private readonly panels: Record<PanelName, Panel>) {
    const button = (name: PanelName) => {
      const { icon, title, key } = panels[name];
      const label = key === undefined ? title : `${title} (${key})`;
      return iconButton(icon, label, () => this.toggle(name), { class: 'icon-button tool', 'aria-expanded': 'false' });
    };
    this.buttons = { people: button('people'), chat: button('chat'), stats: button('stats'), settings: button('settings') };
  }

  isOpen(name: PanelName): boolean {
    return this.#open === name;
  }

  toggle(name: PanelName): void {
    this.#show(this.#open === name ? null : name);
  }

  /** Closes what is open; its button gets the focus back. */
  close(): void {
    const open = this.#open;
    if (open !== null) {
      this.#show(null);
      this.buttons[open].focus();
    }
  }

  #show(name: PanelName | null): void {
    this.#open = name;
    for (const [each, button] of Object.entries(this.buttons)) {
      button.setAttribute('aria-expanded', String(each === name));
    }
    this.element.hidden = name === null;
    if (name === null) {
      this.element.replaceChildren();
      return;
    }
    this.element.dataset.panel = name;
    this.element.replaceChildren(this.#render(this.panels[name]));
    this.panels[name].opened();
  }

  #render({ title, content }: Panel): HTMLElement {
    const close = iconButton('close', `Close ${title.toLowerCase()}`, () => this.close());
    return el('aside', { class: 'panel', 'aria-label': title }, el('header', {}, el('h2', {}, title), close), content);
  }
}
