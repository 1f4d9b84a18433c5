/** Secrets in files of settings. */
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import { isPlaceholder, looksRandom } from '../../placeholder-secret.ts';
import { isSecretText } from '../written-secret.ts';
import type { Setting, Settings } from './settings.ts';

/** Names whose values sign tokens: whoever knows one makes tokens, however plain the words of it are. */
const SIGNING =
  /(?:jwt|jws|token|session|cookie|remember-me|sign(?:ing|ature)?|hmac|app|auth)[\w.-]*[.-]?(?:secret|sign(?:ing|er)?-?key|secret-?key|base64-secret|key-value)$/;

const SECRET =
  /(?:^|[.-])(?:secret|secret-?key|client-?secret|password|passwd|pwd|passphrase|api-?key|apikey|access-?key|private-?key|auth-?token|access-?token|encryption-?key|encrypt-key)$/;

/** Values that are kept from nobody, or name another place. */
const PUBLIC =
  /public|publishable|site-?key|key-?store-type|(?:file|path|location|name|alias|type|url|uri|header|param\w*|expir\w*|validity|ttl)$/;

export function secretsIn({ settings }: Settings): readonly PracticeFact[] {
  return settings.flatMap(setting => {
    const { name, at } = setting;
    const { text, isFallback } = writtenIn(setting);
    if (text === '' || PUBLIC.test(name) || !isSecretText(text) || isPlaceholder(text)) return [];
    const isSigning = SIGNING.test(name) && text.length >= 16;
    const isOther = SECRET.test(name) && text.length >= 8 && looksRandom(text);
    if (!isSigning && !isOther) return [];
    // Spaces are of sentences, and of lists.
    if (/\s/.test(text)) return [];
    return [
      {
        kind: 'practice',
        at,
        practice: 'secret',
        standing: isFallback ? 'partial' : 'unsound',
        what: `${name} is set in a committed file${isFallback ? ' as the fallback of a configured one' : ''}`,
        hides: [at],
      },
    ];
  });
}

/** `${NAME:text}` takes the text where nothing is configured; `${NAME}` writes nothing. */
function writtenIn({ value }: Setting): { readonly text: string; readonly isFallback: boolean } {
  const plain = value.replace(/^(["'])(.*)\1$/s, '$2');
  const [whole, fallback] = /^\$\{[^:{}]{1,200}(?::([^{}]*))?\}$/.exec(plain) ?? [];
  return whole === undefined ? { text: plain, isFallback: false } : { text: fallback ?? '', isFallback: true };
}
