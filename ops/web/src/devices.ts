import { askForSpeaker, captureCamera, captureMicrophone, type Device, devices, onDevicesChanged, speakerChoice } from '@mediascope/client';
import { el } from './dom.js';

/** What a person chose; kept for the next visit. */
export interface Choice {
  camera: string;
  microphone: string;
  speaker: string;
}

const KEY = 'mediascope.devices';

export function loadChoice(): Choice {
  const none: Choice = { camera: '', microphone: '', speaker: '' };
  try {
    return { ...none, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Choice>) };
  } catch {
    return none;
  }
}

/** A remembered device that is gone is no reason to have none. */
export async function openCamera(choice: Choice): Promise<MediaStreamTrack> {
  try {
    return await captureCamera({ deviceId: choice.camera });
  } catch (e) {
    return choice.camera === '' ? Promise.reject(e) : captureCamera();
  }
}

export async function openMicrophone(choice: Choice): Promise<MediaStreamTrack> {
  try {
    return await captureMicrophone({ deviceId: choice.microphone });
  } catch (e) {
    return choice.microphone === '' ? Promise.reject(e) : captureMicrophone();
  }
}

const NAMES = { camera: 'Camera', microphone: 'Microphone', speaker: 'Loudspeaker' } as const;

/** The choice of camera, microphone and, where the browser leaves it to the page, loudspeaker. */
export class DeviceChoice {
  readonly #lists = { camera: this.#list('camera'), microphone: this.#list('microphone'), speaker: this.#list('speaker') };
  readonly element = el('div', { class: 'device-choice' }, this.#row('camera'), this.#row('microphone'), ...this.#speakerRow());
  #end: () => void = () => {};

  constructor(
    readonly choice: Choice,
    private readonly changed: (kind: Device['kind']) => void,
  ) {
    try {
      this.#end = onDevicesChanged(() => void this.refresh());
    } catch {
      // Without access to devices there is nothing to choose; the page says why elsewhere.
    }
  }

  /** Lists what is there now; names appear once the person allowed a device. */
  async refresh(): Promise<void> {
    const all = await devices().catch((): Device[] => []);
    for (const kind of ['camera', 'microphone', 'speaker'] as const) {
      const found = all.filter((d) => d.kind === kind);
      fill(this.#lists[kind], kind, found, this.choice[kind]);
    }
  }

  close(): void {
    this.#end();
  }

  #list(kind: Device['kind']): HTMLSelectElement {
    return el('select', { id: `${kind}-choice`, onchange: () => this.#chosen(kind, this.#lists[kind].value) });
  }

  #row(kind: Device['kind']): HTMLElement {
    return el('label', {}, el('span', {}, NAMES[kind]), this.#lists[kind]);
  }

  #speakerRow(): HTMLElement[] {
    const ask = el('button', { type: 'button', class: 'text-button', onclick: () => void this.#ask() }, 'Choose the loudspeaker');
    const how = speakerChoice();
    return how === 'none' ? [] : how === 'listed' ? [this.#row('speaker')] : [this.#row('speaker'), ask];
  }

  /** Whoever closes the browser's question chose nothing. */
  async #ask(): Promise<void> {
    const speaker = await askForSpeaker().catch(() => null);
    if (speaker !== null) {
      this.#chosen('speaker', speaker.deviceId);
      await this.refresh();
    }
  }

  #chosen(kind: Device['kind'], deviceId: string): void {
    this.choice[kind] = deviceId;
    localStorage.setItem(KEY, JSON.stringify(this.choice));
    this.changed(kind);
  }
}

function fill(select: HTMLSelectElement, kind: Device['kind'], found: Device[], chosen: string): void {
  const name = NAMES[kind];
  const options = found.map((d, i) => el('option', { value: d.deviceId, selected: d.deviceId === chosen }, d.label || `${name} ${i + 1}`));
  select.disabled = options.length === 0;
  const none = kind === 'speaker' && speakerChoice() === 'asked' ? 'The browser’s own choice' : `No ${name.toLowerCase()} found`;
  select.replaceChildren(...(options.length === 0 ? [el('option', { value: '' }, none)] : options));
}
