/**
 * People write their names; user ids allow `A-Z a-z 0-9 . _ ~ @ : + = -` only. What else a name has stands as `=XX` per UTF-8
 * byte in the id (as in RFC 2045 section 6.7), so that everybody's page shows it again.
 */
export function idOf(name: string): string {
  let id = '';
  for (const byte of new TextEncoder().encode(name.trim())) {
    const char = String.fromCharCode(byte);
    const code = /[A-Za-z0-9._~@:+-]/.test(char) ? char : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    if (id.length + code.length > 128) {
      break;
    }
    id += code;
  }
  return id;
}

/** The name behind an id; an id that was not made by {@link idOf} is shown as it is. */
export function nameOf(id: string): string {
  try {
    return decodeURIComponent(id.replace(/%/g, '%25').replace(/=([0-9A-F]{2})/g, '%$1'));
  } catch {
    return id;
  }
}

/** One or two letters that stand for a person without picture. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((w) => w !== '');
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((w) => [...(w ?? '?')][0]?.toUpperCase() ?? '').join('') || '?';
}

/** A hue of one's own, 0 to 359. */
export function hueOf(id: string): number {
  let hash = 7;
  for (const char of id) {
    hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 3600;
  }
  return hash % 360;
}

/** What a link to this page says behind its #. */
export interface Fragment {
  readonly scope: string;
  readonly name: string;
  readonly token: string;
}

export function readFragment(hash: string): Fragment {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  return { scope: fields.get('scope') ?? '', name: fields.get('name') ?? '', token: fields.get('token') ?? '' };
}

/** The link that invites to a scope. It carries no token: tokens are personal. */
export function invitation(page: string, scope: string): string {
  return `${page.split('#')[0]}#scope=${encodeURIComponent(scope)}`;
}
