import { captureCamera, captureMicrophone, type Device, devices, onDevicesChanged } from '@mediascope/client';
import { el } from './dom.js';

/** What a person chose; kept for the next visit. */
export interface Choice {
  camera: string;
  microphone: string;
}

const KEY = 'mediascope.devices';

export function loadChoice(): Choice {
  try {
    return { camera: '', microphone: '', ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Choice>) };
  } catch {
    return { camera: '', microphone: '' };
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

/** The choice of camera and microphone. */
export class DeviceChoice {
  readonly #camera = el('select', { id: 'camera-choice', onchange: () => this.#changed('camera') });
  readonly #microphone = el('select', { id: 'microphone-choice', onchange: () => this.#changed('microphone') });
  readonly element = el(
    'div',
    { class: 'device-choice' },
    el('label', {}, el('span', {}, 'Camera'), this.#camera),
    el('label', {}, el('span', {}, 'Microphone'), this.#microphone),
  );
  #end: () => void = () => {};

  constructor(
    readonly choice: Choice,
    private readonly changed: (kind: 'camera' | 'microphone') => void,
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
    fill(
      this.#camera,
      'Camera',
      all.filter((d) => d.kind === 'camera'),
      this.choice.camera,
    );
    fill(
      this.#microphone,
      'Microphone',
      all.filter((d) => d.kind === 'microphone'),
      this.choice.microphone,
    );
  }

  close(): void {
    this.#end();
  }

  #changed(kind: 'camera' | 'microphone'): void {
    this.choice[kind] = (kind === 'camera' ? this.#camera : this.#microphone).value;
    localStorage.setItem(KEY, JSON.stringify(this.choice));
    this.changed(kind);
  }
}

function fill(select: HTMLSelectElement, kind: 'Camera' | 'Microphone', found: Device[], chosen: string): void {
  const options = found.map((d, i) => el('option', { value: d.deviceId, selected: d.deviceId === chosen }, d.label || `${kind} ${i + 1}`));
  select.disabled = options.length === 0;
  select.replaceChildren(...(options.length === 0 ? [el('option', { value: '' }, `No ${kind.toLowerCase()} found`)] : options));
}
