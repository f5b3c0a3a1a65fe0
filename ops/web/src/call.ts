import type { LocalTrack, MediascopeError, Message, Participant, Scope, TrackStatistics } from '@mediascope/client';
import { CHAT_TOPIC, Chat } from './chat.js';
import { type Choice, DeviceChoice } from './devices.js';
import { el, iconButton, setToggle } from './dom.js';
import { invitation, nameOf } from './names.js';
import { OwnMedia } from './own-media.js';
import { Panels } from './panels.js';
import { everybody, People } from './people.js';
import { Pictures } from './pictures.js';
import { Qualities, TRANSPORT_NAMES } from './quality.js';
import { Speaker } from './speaker.js';
import { StatisticsTable } from './statistics.js';
import { Toast } from './toast.js';
import { explain } from './words.js';

const LOOK_EVERY_MS = 2_000;

/** A call: the pictures, what is said, who is there, how well it goes. */
export class CallPage {
  readonly element: HTMLElement;
  readonly #banner = el('p', { class: 'banner', role: 'status', hidden: true });
  readonly #toast = new Toast();
  readonly #transport = el('span', { class: 'badge own-transport', hidden: true });
  readonly #alone = el(
    'div',
    { class: 'alone', hidden: true },
    el('p', {}, 'You are the only one here.'),
    el('button', { type: 'button', class: 'primary', onclick: () => void this.#invite() }, 'Copy the invitation link'),
  );
  readonly #speaker: Speaker;
  readonly #pictures: Pictures;
  readonly #people = new People();
  readonly #table = new StatisticsTable();
  readonly #qualities = new Qualities();
  readonly #chat: Chat;
  readonly #settings: DeviceChoice;
  readonly #media: OwnMedia;
  readonly #panels: Panels;
  readonly #mic = this.#tool('mic', () => this.#media.toggle('microphone'));
  readonly #camera = this.#tool('camera', () => this.#media.toggle('camera'));
  readonly #screen = this.#tool('screen', () => this.#media.toggleScreen());
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #keys = (event: KeyboardEvent) => this.#key(event);

  /** @param ended called once when the call is over; error null = left on purpose */
  constructor(
    private readonly scope: Scope,
    choice: Choice,
    private readonly ended: (error: MediascopeError | null) => void,
  ) {
    this.#speaker = new Speaker(choice.speaker);
    this.#pictures = new Pictures(this.#alone, this.#speaker);
    this.#chat = new Chat(scope, (text) => this.#toast.tell(text));
    this.#media = new OwnMedia(scope, choice, {
      shown: (track) => this.#pictures.showOwn(scope.userId, track),
      gone: (track) => this.#pictures.hide(scope.userId, track),
    });
    this.#settings = new DeviceChoice(
      choice,
      (kind) => void this.#guard(() => (kind === 'speaker' ? this.#speaker.switchTo(choice.speaker) : this.#media.switchTo(kind))),
    );
    this.#panels = this.#makePanels();
    this.element = this.#render();
    this.#listen();
    this.#pictures.arrived(scope.userId, true);
    scope.participants.forEach((p) => this.#arrived(p));
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
    document.addEventListener('keydown', this.#keys);
    this.#refresh();
  }

  /** Publishes what was opened on the page before. */
  async begin(microphone: MediaStreamTrack | null, camera: MediaStreamTrack | null): Promise<void> {
    if (microphone !== null) {
      await this.#guard(() => this.#media.publish('microphone', microphone));
    }
    if (camera !== null) {
      await this.#guard(() => this.#media.publish('camera', camera));
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#toast.close();
    this.#pictures.close();
    this.#settings.close();
    document.removeEventListener('keydown', this.#keys);
  }

  #tool(icon: 'mic' | 'camera' | 'screen', action: () => Promise<void>): HTMLButtonElement {
    return iconButton(icon, icon, () => void this.#guard(action), { class: 'icon-button tool', 'aria-pressed': 'false' });
  }

  #makePanels(): Panels {
    const nothing = () => {};
    const look = () => void this.#look();
    const list = () => void this.#settings.refresh();
    const write = () => {
      this.#panels.buttons.chat.classList.remove('unread');
      this.#chat.focus();
    };
    return new Panels({
      people: { icon: 'people', title: 'People', key: 'P', content: this.#people.element, opened: nothing },
      chat: { icon: 'chat', title: 'Chat', key: 'C', content: this.#chat.element, opened: write },
      stats: { icon: 'stats', title: 'Statistics', key: 'I', content: this.#table.element, opened: look },
      settings: { icon: 'settings', title: 'Devices', content: this.#settings.element, opened: list },
    });
  }

  #render(): HTMLElement {
    const { people, chat, stats, settings } = this.#panels.buttons;
    const leave = iconButton('leave', 'Leave the call', () => this.scope.leave(), { class: 'icon-button tool leave' });
    const gap = () => el('span', { class: 'gap' });
    return el(
      'main',
      { class: 'call-page' },
      el(
        'header',
        { class: 'call-head' },
        el('h1', {}, nameOf(this.scope.scopeId)),
        this.#transport,
        el('span', { class: 'space' }),
        el('button', { type: 'button', class: 'text-button invite', onclick: () => void this.#invite() }, 'Invite'),
      ),
      this.#banner,
      el('div', { class: 'call-body' }, this.#pictures.element, this.#panels.element),
      el(
        'nav',
        { class: 'toolbar', 'aria-label': 'Call controls' },
        ...[this.#mic, this.#camera, this.#screen, gap(), people, chat, stats, settings, gap(), leave],
      ),
      this.#toast.element,
    );
  }

  #listen(): void {
    const { scope } = this;
    scope.on('participantJoined', (p) => {
      this.#arrived(p);
      this.#chat.note(`${nameOf(p.userId)} joined`);
    });
    scope.on('participantLeft', ({ participant, reason }) => {
      this.#pictures.left(participant.userId);
      this.#chat.note(`${nameOf(participant.userId)} left${reason === 'link lost' ? ' (connection lost)' : ''}`);
      this.#refresh();
    });
    scope.on('trackPublished', ({ track }) => {
      this.#pictures.show(track);
      this.#refresh();
    });
    scope.on('trackUnpublished', ({ track }) => {
      this.#pictures.hide(track.userId, track);
      this.#refresh();
    });
    for (const event of ['trackMuted', 'speakersChanged', 'participantTransport', 'transportChanged'] as const) {
      scope.on(event, () => this.#refresh());
    }
    scope.on('message', (message) => this.#said(message));
    scope.on('localTrackEnded', (track) => this.#lostOwn(track));
    scope.on('connectionLost', () => this.#say('The connection was lost. Reconnecting…'));
    scope.on('reconnected', () => this.#say(''));
    scope.on('error', (error) => this.#toast.tell(explain(error)));
    scope.on('disconnected', ({ error }) => this.ended(error));
  }

  #arrived(participant: Participant): void {
    this.#pictures.arrived(participant.userId, false);
    participant.tracks.forEach((track) => this.#pictures.show(track));
    this.#refresh();
  }

  /** Brings everything that is shown of people up to date. */
  #refresh(): void {
    const { scope } = this;
    const people = everybody(scope, this.#media, (userId) => this.#qualities.of(userId));
    this.#pictures.refresh(people);
    this.#people.show(people);
    this.#panels.buttons.people.dataset.count = String(people.length);
    this.#alone.hidden = people.length > 1;
    const { publisher, subscriber } = scope.transport;
    const shown = publisher === 'unknown' ? subscriber : publisher;
    this.#transport.hidden = shown === 'unknown';
    this.#transport.textContent = TRANSPORT_NAMES[shown];
    this.#transport.title = shown === 'tcp' ? 'Your media travels over TCP: this network blocks UDP' : 'How your media travels';
    this.#showButtons();
  }

  #showButtons(): void {
    const mic = this.#media.isOn('microphone');
    const camera = this.#media.isOn('camera');
    setToggle(this.#mic, 'mic', mic, mic ? 'Turn microphone off (M)' : 'Turn microphone on (M)');
    setToggle(this.#camera, 'camera', camera, camera ? 'Turn camera off (V)' : 'Turn camera on (V)');
    const sharing = this.#media.sharing;
    this.#screen.setAttribute('aria-pressed', String(sharing));
    this.#screen.title = sharing ? 'Stop sharing (S)' : 'Share screen (S)';
    this.#screen.setAttribute('aria-label', this.#screen.title);
  }

  #lostOwn(track: LocalTrack): void {
    const device = this.#media.ended(track);
    if (device !== null) {
      this.#toast.tell(`Your ${device} was disconnected.`);
    }
    this.#refresh();
  }

  #said(message: Message): void {
    if (message.topic === CHAT_TOPIC) {
      this.#chat.received(message);
      this.#panels.buttons.chat.classList.toggle('unread', !this.#panels.isOpen('chat'));
    }
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      this.#panels.close();
    }
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) {
      return;
    }
    const { chat, people, stats } = this.#panels.buttons;
    const keys: Record<string, HTMLButtonElement> = { m: this.#mic, v: this.#camera, s: this.#screen, c: chat, p: people, i: stats };
    const button = keys[event.key.toLowerCase()];
    if (button !== undefined) {
      event.preventDefault();
      button.click();
    }
  }

  async #invite(): Promise<void> {
    const link = invitation(location.href, nameOf(this.scope.scopeId));
    try {
      await navigator.clipboard.writeText(link);
      this.#toast.tell('The invitation link was copied.');
    } catch {
      this.#toast.tell(`Invite with this link: ${link}`);
    }
  }

  #say(text: string): void {
    this.#banner.textContent = text;
    this.#banner.hidden = text === '';
  }

  async #guard(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (e) {
      this.#toast.tell(explain(e));
    }
    this.#refresh();
  }

  async #look(): Promise<void> {
    const tracks = await this.scope.statistics().catch((): TrackStatistics[] => []);
    this.#qualities.look(tracks);
    if (this.#panels.isOpen('stats')) {
      this.#table.show(tracks, this.scope.userId);
    }
    this.#refresh();
  }
}
