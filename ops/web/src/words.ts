import { MediascopeError } from '@mediascope/client';

/** What the node's reasons mean for a person, and what can be done. Other reasons come with words of their own. */
const REASONS: Readonly<Record<string, string>> = {
  USER_ALREADY_IN_SCOPE: 'Somebody with this name is in the call already. Choose another name, or wait half a minute if that was you.',
  SCOPE_FULL: 'The call is full.',
  APPLICATION_OVER_LIMIT: 'This application has reached its limit. Try again later, or tell whoever runs it.',
  TOKEN_EXPIRED: 'Your invitation has expired. Ask for a new one.',
  TOKEN_NOT_YET_VALID: 'Your invitation is not valid yet. Check this computer’s clock, or try again later.',
  TOKEN_MALFORMED: 'This is not a valid invitation. Check that the whole link was copied.',
  TOKEN_BAD_SIGNATURE: 'This invitation was not made by an application of this server. Ask for a new one.',
  TOKEN_UNKNOWN_APPLICATION: 'The application that made this invitation is not known to this server.',
  TOKEN_UNKNOWN_KEY: 'This invitation was made with a key that this server does not know. Ask for a new one.',
  TOKEN_KEY_REVOKED: 'This invitation is no longer valid: its key was revoked. Ask for a new one.',
  TOKEN_WRONG_SCOPE: 'This invitation is for another call.',
  CLIENT_TOO_OLD: 'This page is older than the server. Reload it.',
  NODE_FULL: 'The server is full. Try again in a minute.',
  NODE_DRAINING: 'The server is about to stop. Try again in a minute.',
  JOURNAL_UNAVAILABLE: 'The server cannot start calls at the moment. Try again in a minute.',
  RATE_LIMITED: 'That was too much at once. Wait a moment and try again.',
  MESSAGE_TOO_LARGE: 'The message is too long.',
  REPLACED_BY_NEWER_LINK: 'You joined this call from another window or device, so it ended here.',
  REMOVED_BY_ADMIN: 'You were removed from the call.',
  INTERNAL_ERROR: 'Something failed on the server. Whoever runs it finds the reason in its log.',
};

/** The rights a token may lack, by the word that the node's text has for them. */
const MISSING_GRANTS: readonly (readonly [RegExp, string])[] = [
  [/publish/i, 'Your invitation does not allow you to send this.'],
  [/\bdata\b/i, 'Your invitation does not allow you to write messages.'],
];

/** An error in the words of this page. */
export function explain(error: unknown): string {
  if (!(error instanceof MediascopeError)) {
    return sentence(error instanceof Error ? error.message : String(error));
  }
  if (error.reason === 'MISSING_GRANT') {
    return MISSING_GRANTS.find(([word]) => word.test(error.message))?.[1] ?? 'Your invitation does not allow this.';
  }
  return REASONS[error.reason] ?? sentence(error.message);
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? '' : '.');
}
