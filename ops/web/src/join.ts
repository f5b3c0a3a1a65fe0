import { type NetworkTestResult, testNetwork } from '@mediascope/client';
import { type Choice, DeviceChoice, loadChoice, openCamera, openMicrophone } from './devices.js';
import { el, icon, iconButton, setToggle } from './dom.js';
import { type Fragment, idOf, nameOf } from './names.js';
import { TRANSPORT_NAMES } from './quality.js';
import { issueToken, ownLink } from './tokens.js';
import { explain } from './words.js';

/** What a person brings into a call. */
export interface Entry {
  readonly scope: string;
  readonly userId: string;
  readonly token: string | (() => Promise<string>);
  readonly camera: MediaStreamTrack | null;
  readonly microphone: MediaStreamTrack | null;
  readonly choice: Choice;
}

type Kind = 'camera' | 'microphone';

const NAME_KEY = 'mediascope.name';
const GRADES: Record<NetworkTestResult['grade'], string> = {
  good: 'Good: everything should work well.',
  fair: 'Fair: calls should work.',
  poor: 'Poor: expect a low picture quality.',
  unusable: 'Unusable: a call will hardly work here.',
};

/** The page in front of a call: who, where, with which camera and microphone. */
export class JoinPage {
  readonly element: HTMLElement;
  readonly #media: Record<Kind, MediaStreamTrack | null> = { camera: null, microphone: null };
  readonly #problems: Record<Kind, string> = { camera: '', microphone: '' };
  #opened = Promise.resolve();
  readonly #wanted: Record<Kind, boolean> = { camera: true, microphone: true };
  readonly #choice = loadChoice();
  readonly #devices = new DeviceChoice(this.#choice, (kind) => {
    if (kind !== 'speaker') {
      void this.#open(kind);
    }
  });
  readonly #preview = el('video', { playsinline: true, autoplay: true, class: 'mirrored', tabindex: -1, hidden: true });
  readonly #dark = el('p', { class: 'preview-text' }, 'Camera is off');
  readonly #problem = el('p', { class: 'hint warning', role: 'status', hidden: true });
  readonly #error = el('p', { class: 'error', role: 'alert', hidden: true });
  readonly #scope: HTMLInputElement;
  readonly #name: HTMLInputElement;
  readonly #submit = el('button', { type: 'submit', class: 'primary' }, 'Join');
  readonly #network = el('p', { class: 'hint', role: 'status', 'aria-live': 'polite' });
  readonly #test = el('button', { type: 'button', class: 'text-button', onclick: () => void this.#testNetwork() }, 'Test my network');
  readonly #toggles: Record<Kind, HTMLButtonElement>;

  /**
   * @param issues whether the node issues tokens itself
   * @param claims what the token of the link says; null without one
   * @param join called once, with what was chosen; rejects when it fails
   */
  constructor(
    private readonly fragment: Fragment,
    private readonly issues: boolean,
    private readonly claims: { scopeId: string; userId: string } | null,
    private readonly join: (entry: Entry) => Promise<void>,
  ) {
    this.#toggles = {
      microphone: iconButton('mic', 'Microphone', () => this.#toggle('microphone'), { 'aria-pressed': 'true' }),
      camera: iconButton('camera', 'Camera', () => this.#toggle('camera'), { 'aria-pressed': 'true' }),
    };
    const fixed = claims !== null;
    const lastName = localStorage.getItem(NAME_KEY) ?? '';
    this.#scope = el('input', {
      id: 'scope',
      type: 'text',
      required: true,
      maxlength: 100,
      autocomplete: 'off',
      placeholder: 'team-meeting',
      value: claims?.scopeId ?? fragment.scope,
      readonly: fixed,
    });
    this.#name = el('input', {
      id: 'name',
      type: 'text',
      required: true,
      maxlength: 40,
      autocomplete: 'name',
      placeholder: 'Ann',
      value: claims ? nameOf(claims.userId) : fragment.name || lastName,
      readonly: fixed,
    });
    this.#preview.muted = true;
    this.element = this.#render();
  }

  /** Ends what the page holds, but not the tracks that went into the call. */
  close(): void {
    this.#devices.close();
    this.#preview.srcObject = null;
  }

  #render(): HTMLElement {
    const preview = el(
      'section',
      { class: 'preview', 'aria-label': 'Your camera and microphone' },
      el(
        'div',
        { class: 'preview-picture' },
        this.#dark,
        this.#preview,
        el('div', { class: 'preview-controls' }, this.#toggles.microphone, this.#toggles.camera),
      ),
      this.#devices.element,
      this.#problem,
    );
    const stranger = this.claims === null && !this.issues;
    const why =
      this.fragment.token === ''
        ? 'This server gives out no invitations itself. Open the link that your application made for you: it ends with #token=…'
        : 'The invitation in this link is damaged. Check that the whole link was copied.';
    const form = el(
      'form',
      { class: 'join-form', onsubmit: (event) => void this.#join(event) },
      el('h1', {}, 'Join a call'),
      el('label', { for: 'scope' }, el('span', {}, 'Scope'), this.#scope),
      el('label', { for: 'name' }, el('span', {}, 'Your name'), this.#name),
      this.#submit,
      this.#error,
      stranger && el('p', { class: 'hint warning', role: 'status' }, why),
      this.issues && el('div', { class: 'network-test' }, this.#test, this.#network),
    );
    this.#submit.disabled = this.#scope.disabled = this.#name.disabled = stranger;
    const brand = el('header', { class: 'brand' }, el('img', { src: 'icon.svg', alt: '', width: 32, height: 32 }), 'Mediascope');
    return el('main', { class: 'join-page' }, brand, el('div', { class: 'join-card' }, preview, form));
  }

  /** The page is shown now: opens camera and microphone. */
  async start(): Promise<void> {
    ([this.#scope, this.#name].find((input) => input.value === '') ?? this.#submit).focus();
    await this.#open('camera');
    await this.#open('microphone');
  }

  /** One after the other: two questions at a time would confuse. */
  #open(kind: Kind): Promise<void> {
    this.#opened = this.#opened.then(() => this.#reopen(kind));
    return this.#opened;
  }

  async #reopen(kind: Kind): Promise<void> {
    this.#media[kind]?.stop();
    this.#media[kind] = null;
    this.#problems[kind] = '';
    if (this.#wanted[kind]) {
      try {
        this.#media[kind] = await (kind === 'camera' ? openCamera(this.#choice) : openMicrophone(this.#choice));
      } catch (e) {
        this.#wanted[kind] = false;
        this.#problems[kind] = explain(e);
      }
    }
    this.#show();
    await this.#devices.refresh();
  }

  #toggle(kind: Kind): void {
    this.#wanted[kind] = !this.#wanted[kind];
    void this.#open(kind);
  }

  #show(): void {
    // What is wrong with the page is wrong with both, and said once.
    const problems = [...new Set(Object.values(this.#problems).filter((text) => text !== ''))];
    this.#problem.hidden = problems.length === 0;
    this.#problem.replaceChildren(...[...problems, 'You can join nevertheless.'].map((text) => el('span', {}, text)));
    const { camera, microphone } = this.#media;
    this.#preview.hidden = camera === null;
    this.#dark.hidden = camera !== null;
    this.#preview.srcObject = camera === null ? null : new MediaStream([camera]);
    setToggle(this.#toggles.microphone, 'mic', microphone !== null, microphone === null ? 'Turn microphone on' : 'Turn microphone off');
    setToggle(this.#toggles.camera, 'camera', camera !== null, camera === null ? 'Turn camera on' : 'Turn camera off');
  }

  async #join(event: Event): Promise<void> {
    event.preventDefault();
    const scope = this.claims?.scopeId ?? idOf(this.#scope.value);
    const userId = this.claims?.userId ?? idOf(this.#name.value);
    if (scope === '' || userId === '') {
      this.#fail('Scope and name must not be empty.');
      return;
    }
    if (this.claims === null) {
      localStorage.setItem(NAME_KEY, this.#name.value.trim());
    }
    this.#busy(true);
    try {
      await this.#opened;
      const token = this.claims === null ? () => issueToken(scope, userId) : this.fragment.token;
      await this.join({ scope, userId, token, ...this.#media, choice: this.#choice });
    } catch (e) {
      this.#fail(explain(e));
    } finally {
      this.#busy(false);
    }
  }

  #busy(busy: boolean): void {
    this.#submit.disabled = busy;
    this.#submit.textContent = busy ? 'Joining…' : 'Join';
    if (busy) {
      this.#error.hidden = true;
    }
  }

  #fail(text: string): void {
    this.#error.hidden = false;
    this.#error.replaceChildren(icon('close'), text);
  }

  async #testNetwork(): Promise<void> {
    this.#test.disabled = true;
    this.#network.textContent = 'Testing for some seconds…';
    try {
      const scope = `network-test-${crypto.randomUUID()}`;
      const result = await testNetwork({ url: ownLink(), token: () => issueToken(scope, 'tester') });
      const figures = `${TRANSPORT_NAMES[result.transport]}, ${result.roundTripMs} ms, ${(result.lossFraction * 100).toFixed(1)} % loss, ${Math.round(result.bitrateBps / 1000)} kbit/s`;
      this.#network.textContent = `${GRADES[result.grade]} (${figures})`;
    } catch (e) {
      this.#network.textContent = explain(e);
    } finally {
      this.#test.disabled = false;
    }
  }
}
