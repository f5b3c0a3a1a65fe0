import type { LocalTrack, MediascopeError, Participant, RemoteTrack, Scope, TrackStatistics } from '@mediascope/client';
import { DeviceChoice, openCamera, openMicrophone, type Choice } from './devices.js';
import { el, iconButton, setToggle, type IconName } from './dom.js';
import { explain } from './join.js';
import { gridLayout } from './layout.js';
import { invitation, nameOf } from './names.js';
import { qualityOf, TRANSPORT_NAMES, type Quality } from './quality.js';
import { Chat, CHAT_TOPIC, panel, People, type Person } from './side.js';
import { StatisticsTable } from './statistics.js';
import { Tile, type Showable } from './tile.js';

type PanelName = 'chat' | 'people' | 'stats' | 'settings';

const LOOK_EVERY_MS = 2_000;

/** A call: the pictures, what is said, who is there, how well it goes. */
export class CallPage {
  readonly element: HTMLElement;
  readonly #tiles = new Map<string, Tile>();
  readonly #grid = el('div', { class: 'grid', role: 'group', 'aria-label': 'Pictures' });
  readonly #stage = el('div', { class: 'stage', hidden: true });
  readonly #side = el('div', { class: 'side', hidden: true });
  readonly #banner = el('p', { class: 'banner', role: 'status', hidden: true });
  readonly #toast = el('p', { class: 'toast', role: 'alert', hidden: true });
  readonly #alone: HTMLElement;
  readonly #transport = el('span', { class: 'badge own-transport', hidden: true });
  readonly #chat: Chat;
  readonly #people = new People();
  readonly #table = new StatisticsTable();
  readonly #settings: DeviceChoice;
  readonly #buttons: Record<PanelName | 'mic' | 'camera' | 'screen', HTMLButtonElement>;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #resized = new ResizeObserver(() => this.#layout());
  readonly #freezes = new Map<string, number>();
  readonly #qualities = new Map<string, Quality>();
  readonly #keys = (event: KeyboardEvent) => this.#key(event);
  #open: PanelName | null = null;
  #mic: LocalTrack | null = null;
  #camera: LocalTrack | null = null;
  #shared: LocalTrack[] = [];
  #toastTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param ended called once when the call is over; error null = left on purpose */
  constructor(
    private readonly scope: Scope,
    private readonly choice: Choice,
    private readonly ended: (error: MediascopeError | null) => void,
  ) {
    this.#chat = new Chat(scope, (text) => this.#tell(text));
    this.#settings = new DeviceChoice(choice, (kind) => void this.#switch(kind));
    const tool = (name: IconName, label: string, action: () => void) => iconButton(name, label, action, { class: 'icon-button tool', 'aria-pressed': 'false' });
    this.#buttons = {
      mic: tool('mic', 'Turn microphone on', () => void this.#guard(() => this.#toggleMic())),
      camera: tool('camera', 'Turn camera on', () => void this.#guard(() => this.#toggleCamera())),
      screen: tool('screen', 'Share screen (S)', () => void this.#guard(() => this.#toggleScreen())),
      chat: tool('chat', 'Chat (C)', () => this.#toggle('chat')),
      people: tool('people', 'People (P)', () => this.#toggle('people')),
      stats: tool('stats', 'Statistics (I)', () => this.#toggle('stats')),
      settings: tool('settings', 'Camera and microphone', () => this.#toggle('settings')),
    };
    this.#alone = el(
      'div',
      { class: 'alone' },
      el('p', {}, 'You are the only one here.'),
      el('button', { type: 'button', class: 'primary', onclick: () => void this.#invite() }, 'Copy the invitation link'),
    );
    this.element = this.#render();
    this.#listen();
    this.#person(scope.userId, true);
    scope.participants.forEach((p) => this.#arrived(p));
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
    this.#resized.observe(this.#grid);
    document.addEventListener('keydown', this.#keys);
    this.#refresh();
  }

  /** Publishes what was opened on the page before. */
  async begin(microphone: MediaStreamTrack | null, camera: MediaStreamTrack | null): Promise<void> {
    if (microphone !== null) {
      await this.#guard(async () => this.#own((this.#mic = await this.scope.publish(microphone, { trackId: 'microphone' }))));
    }
    if (camera !== null) {
      await this.#guard(async () => this.#own((this.#camera = await this.scope.publish(camera, { trackId: 'camera', label: camera.label }))));
    }
    this.#refresh();
  }

  close(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#toastTimer);
    this.#resized.disconnect();
    this.#settings.close();
    document.removeEventListener('keydown', this.#keys);
  }

  #render(): HTMLElement {
    const b = this.#buttons;
    const leave = iconButton('leave', 'Leave the call', () => this.scope.leave(), { class: 'icon-button tool leave' });
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
      el('div', { class: 'call-body' }, el('section', { class: 'pictures', 'aria-label': 'Call' }, this.#stage, this.#grid, this.#alone), this.#side),
      el('nav', { class: 'toolbar', 'aria-label': 'Call controls' }, b.mic, b.camera, b.screen, el('span', { class: 'gap' }), b.people, b.chat, b.stats, b.settings, el('span', { class: 'gap' }), leave),
      this.#toast,
    );
  }

  #listen(): void {
    const { scope } = this;
    scope.on('participantJoined', (p) => {
      this.#arrived(p);
      this.#chat.note(`${nameOf(p.userId)} joined`);
    });
    scope.on('participantLeft', ({ participant, reason }) => {
      this.#removeTile(participant.userId);
      this.#chat.note(`${nameOf(participant.userId)} left${reason === 'link lost' ? ' (connection lost)' : ''}`);
      this.#refresh();
    });
    scope.on('trackPublished', ({ track }) => this.#show(track));
    scope.on('trackUnpublished', ({ track }) => this.#hide(track.userId, track));
    scope.on('trackMuted', () => this.#refresh());
    scope.on('speakersChanged', () => this.#refresh());
    scope.on('participantTransport', () => this.#refresh());
    scope.on('transportChanged', () => this.#refresh());
    scope.on('message', (message) => this.#said(message));
    scope.on('localTrackEnded', (track) => this.#lostOwn(track));
    scope.on('connectionLost', () => this.#say('The connection was lost. Reconnecting…'));
    scope.on('reconnected', () => this.#say(''));
    scope.on('error', (error) => this.#tell(explain(error)));
    scope.on('disconnected', ({ error }) => this.ended(error));
  }

  // Tiles

  #arrived(participant: Participant): void {
    this.#person(participant.userId, false);
    participant.tracks.forEach((track) => this.#show(track));
    this.#refresh();
  }

  #person(userId: string, own: boolean): Tile {
    return this.#tile(userId, userId, 'person', own);
  }

  #tile(key: string, userId: string, kind: 'person' | 'screen', own: boolean): Tile {
    let tile = this.#tiles.get(key);
    if (tile === undefined) {
      tile = new Tile(userId, kind, own);
      this.#tiles.set(key, tile);
      (kind === 'screen' ? this.#stage : this.#grid).append(tile.element);
      this.#layout();
    }
    return tile;
  }

  #show(track: RemoteTrack): void {
    const tile = track.kind === 'screen' ? this.#tile(screenKey(track.userId, track), track.userId, 'screen', false) : this.#person(track.userId, false);
    tile.add(track, true);
    this.#refresh();
  }

  #hide(userId: string, track: Showable & { trackId: string }): void {
    if (track.kind === 'screen') {
      this.#tiles.get(screenKey(userId, track))?.remove(track);
      this.#removeTile(screenKey(userId, track));
    } else {
      this.#tiles.get(userId)?.remove(track);
    }
    this.#refresh();
  }

  #removeTile(key: string): void {
    this.#tiles.get(key)?.element.remove();
    this.#tiles.delete(key);
    this.#layout();
  }

  #layout(): void {
    const screens = this.#stage.childElementCount;
    this.#stage.hidden = screens === 0;
    this.element?.classList.toggle('with-stage', screens > 0);
    const { clientWidth, clientHeight } = this.#grid;
    const { width, height } = gridLayout(this.#grid.childElementCount, clientWidth, clientHeight);
    this.#grid.style.setProperty('--tile-width', `${width}px`);
    this.#grid.style.setProperty('--tile-height', `${height}px`);
  }

  /** Brings everything that is shown of people up to date. */
  #refresh(): void {
    const { scope } = this;
    const speaking = new Set(scope.speakers.map((s) => s.userId));
    const own = this.#tiles.get(scope.userId);
    own?.setPicture(this.#camera !== null && !this.#camera.muted);
    own?.setMuted(this.#mic === null || this.#mic.muted);
    own?.setSpeaking(speaking.has(scope.userId) && this.#mic?.muted === false);
    own?.setQuality(scope.transport.publisher, this.#qualities.get(scope.userId) ?? 0);
    for (const participant of scope.participants.values()) {
      const tracks = [...participant.tracks.values()];
      const tile = this.#tiles.get(participant.userId);
      tile?.setMuted(!tracks.some((t) => t.kind === 'audio' && !t.muted));
      tile?.setPicture(tracks.some((t) => t.kind === 'video' && !t.muted));
      tile?.setSpeaking(speaking.has(participant.userId) && tracks.some((t) => t.kind === 'audio' && !t.muted));
      tile?.setQuality(transportOf(participant), this.#qualities.get(participant.userId) ?? 0);
    }
    this.#alone.hidden = scope.participants.size > 0;
    const { publisher, subscriber } = scope.transport;
    const shown = publisher === 'unknown' ? subscriber : publisher;
    this.#transport.hidden = shown === 'unknown';
    this.#transport.textContent = TRANSPORT_NAMES[shown];
    this.#transport.title = shown === 'tcp' ? 'Your media travels over TCP: this network blocks UDP' : 'How your media travels';
    this.#people.show(this.#everybody(speaking));
    this.#buttons.people.dataset['count'] = String(scope.participants.size + 1);
    this.#showButtons();
  }

  #everybody(speaking: Set<string>): Person[] {
    const { scope } = this;
    const own: Person = {
      userId: scope.userId,
      own: true,
      muted: this.#mic === null || this.#mic.muted,
      client: 'this browser',
      transport: scope.transport.publisher,
      quality: this.#qualities.get(scope.userId) ?? 0,
      speaking: speaking.has(scope.userId),
    };
    const others = [...scope.participants.values()].map((p) => ({
      userId: p.userId,
      own: false,
      muted: ![...p.tracks.values()].some((t) => t.kind === 'audio' && !t.muted),
      client: p.kind,
      transport: transportOf(p),
      quality: this.#qualities.get(p.userId) ?? 0,
      speaking: speaking.has(p.userId),
    }));
    return [own, ...others.sort((a, b) => a.userId.localeCompare(b.userId))];
  }

  // The own media

  async #toggleMic(): Promise<void> {
    if (this.#mic === null) {
      this.#own((this.#mic = await this.scope.publish(await openMicrophone(this.choice), { trackId: 'microphone' })));
    } else {
      this.scope.setMuted(this.#mic, !this.#mic.muted);
    }
  }

  async #toggleCamera(): Promise<void> {
    if (this.#camera === null) {
      this.#own((this.#camera = await this.scope.publish(await openCamera(this.choice), { trackId: 'camera' })));
    } else {
      this.scope.setMuted(this.#camera, !this.#camera.muted);
    }
  }

  async #toggleScreen(): Promise<void> {
    if (this.#shared.length > 0) {
      const shared = this.#shared;
      this.#shared = [];
      for (const track of shared) {
        this.#hide(this.scope.userId, track);
        await this.scope.unpublish(track);
      }
    } else {
      this.#shared = await this.scope.publishScreen({ audio: true });
      this.#shared.forEach((track) => this.#own(track));
    }
  }

  #own(track: LocalTrack): void {
    const { userId } = this.scope;
    const tile = track.kind === 'screen' ? this.#tile(screenKey(userId, track), userId, 'screen', true) : this.#person(userId, true);
    tile.add(track, false);
    this.#refresh();
  }

  #lostOwn(track: LocalTrack): void {
    this.#hide(this.scope.userId, track);
    this.#shared = this.#shared.filter((t) => t !== track);
    if (track === this.#mic || track === this.#camera) {
      this.#tell(`Your ${track.kind === 'audio' ? 'microphone' : 'camera'} was disconnected.`);
      this.#mic = track === this.#mic ? null : this.#mic;
      this.#camera = track === this.#camera ? null : this.#camera;
    }
    this.#refresh();
  }

  async #switch(kind: 'camera' | 'microphone'): Promise<void> {
    await this.#guard(async () => {
      if (kind === 'camera' && this.#camera !== null) {
        await this.scope.replaceMedia(this.#camera, await openCamera(this.choice));
      } else if (kind === 'microphone' && this.#mic !== null) {
        await this.scope.replaceMedia(this.#mic, await openMicrophone(this.choice));
      }
    });
  }

  #showButtons(): void {
    const b = this.#buttons;
    const mic = this.#mic !== null && !this.#mic.muted;
    const camera = this.#camera !== null && !this.#camera.muted;
    setToggle(b.mic, 'mic', mic, mic ? 'Turn microphone off (M)' : 'Turn microphone on (M)');
    setToggle(b.camera, 'camera', camera, camera ? 'Turn camera off (V)' : 'Turn camera on (V)');
    b.screen.setAttribute('aria-pressed', String(this.#shared.length > 0));
    b.screen.title = this.#shared.length > 0 ? 'Stop sharing (S)' : 'Share screen (S)';
    b.screen.setAttribute('aria-label', b.screen.title);
  }

  // Panels, messages, keys

  #said(message: { fromUser: string; topic: string; text: string; payload: Uint8Array }): void {
    if (message.topic === CHAT_TOPIC) {
      this.#chat.received(message);
      this.#buttons.chat.classList.toggle('unread', this.#open !== 'chat');
    }
  }

  #toggle(name: PanelName): void {
    const open = this.#open === name ? null : name;
    this.#open = open;
    for (const each of ['chat', 'people', 'stats', 'settings'] as const) {
      this.#buttons[each].setAttribute('aria-pressed', String(each === open));
    }
    this.#side.hidden = open === null;
    if (open === null) {
      this.#side.replaceChildren();
    } else {
      const contents = { chat: this.#chat.element, people: this.#people.element, stats: this.#table.element, settings: this.#settings.element };
      const titles = { chat: 'Chat', people: 'People', stats: 'Statistics', settings: 'Camera and microphone' };
      this.#side.replaceChildren(
        panel(titles[open], contents[open], () => {
          this.#toggle(open);
          this.#buttons[open].focus();
        }),
      );
      this.#side.dataset['panel'] = open;
    }
    if (open === 'chat') {
      this.#buttons.chat.classList.remove('unread');
      this.#chat.focus();
    } else if (open === 'settings') {
      void this.#settings.refresh();
    } else if (open === 'stats') {
      void this.#look();
    }
  }

  #key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.key === 'Escape' && this.#open !== null) {
      const open = this.#open;
      this.#toggle(open);
      this.#buttons[open].focus();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) {
      return;
    }
    const keys: Record<string, HTMLButtonElement> = { m: this.#buttons.mic, v: this.#buttons.camera, s: this.#buttons.screen, c: this.#buttons.chat, p: this.#buttons.people, i: this.#buttons.stats };
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
      this.#tell('The invitation link was copied.');
    } catch {
      this.#tell(`Invite with this link: ${link}`);
    }
  }

  #say(text: string): void {
    this.#banner.textContent = text;
    this.#banner.hidden = text === '';
  }

  #tell(text: string): void {
    this.#toast.textContent = text;
    this.#toast.hidden = false;
    clearTimeout(this.#toastTimer);
    this.#toastTimer = setTimeout(() => (this.#toast.hidden = true), 6_000);
  }

  async #guard(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (e) {
      this.#tell(explain(e));
    }
    this.#refresh();
  }

  async #look(): Promise<void> {
    const tracks = await this.scope.statistics().catch((): TrackStatistics[] => []);
    const byUser = new Map<string, TrackStatistics[]>();
    tracks.forEach((t) => byUser.set(t.userId, [...(byUser.get(t.userId) ?? []), t]));
    for (const [userId, own] of byUser) {
      const freezes = own.reduce((sum, t) => sum + t.freezes, 0);
      this.#qualities.set(userId, qualityOf(own, freezes > (this.#freezes.get(userId) ?? freezes)));
      this.#freezes.set(userId, freezes);
    }
    if (this.#open === 'stats') {
      this.#table.show(tracks, this.scope.userId);
    }
    this.#refresh();
  }
}

function transportOf(participant: Participant) {
  return participant.videoTransport === 'unknown' ? participant.audioTransport : participant.videoTransport;
}

function screenKey(userId: string, track: { trackId: string }): string {
  return `${userId} screen ${track.trackId}`;
}
