import type { Participant, Scope, Transport } from '@mediascope/client';
import { el, icon } from './dom.js';
import { hueOf, initials, nameOf } from './names.js';
import type { OwnMedia } from './own-media.js';
import { type Quality, TRANSPORT_NAMES } from './quality.js';
import { bars } from './tile.js';

/** What the page says of one person. */
export interface Person {
  readonly userId: string;
  readonly own: boolean;
  /** No sound comes from the person. */
  readonly muted: boolean;
  /** A picture comes from the person. */
  readonly picture: boolean;
  readonly client: string;
  readonly transport: Transport;
  readonly quality: Quality;
  readonly speaking: boolean;
}

/** Everybody in the call, the own person first. */
export function everybody(scope: Scope, media: OwnMedia, quality: (userId: string) => Quality): Person[] {
  const speaking = new Set(scope.speakers.map((s) => s.userId));
  const own: Person = {
    userId: scope.userId,
    own: true,
    muted: !media.isOn('microphone'),
    picture: media.isOn('camera'),
    client: 'this browser',
    transport: scope.transport.publisher,
    quality: quality(scope.userId),
    speaking: speaking.has(scope.userId) && media.isOn('microphone'),
  };
  const others = [...scope.participants.values()].map((p) => person(p, quality(p.userId), speaking.has(p.userId)));
  return [own, ...others.sort((a, b) => nameOf(a.userId).localeCompare(nameOf(b.userId)))];
}

function person(participant: Participant, quality: Quality, speaks: boolean): Person {
  const { userId, kind, audioTransport, videoTransport } = participant;
  const open = [...participant.tracks.values()].filter((t) => !t.muted);
  const audible = open.some((t) => t.kind === 'audio');
  return {
    userId,
    own: false,
    muted: !audible,
    picture: open.some((t) => t.kind === 'video'),
    client: kind === 'browser' ? 'browser' : 'application',
    transport: videoTransport === 'unknown' ? audioTransport : videoTransport,
    quality,
    speaking: speaks && audible,
  };
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
    person.muted &&
      el('span', { class: 'muted-mark', role: 'img', 'aria-label': 'Microphone is off', title: 'Microphone is off' }, icon('mic', true)),
    el('span', { class: 'transport' }, bars(person.quality), TRANSPORT_NAMES[person.transport]),
  );
}
