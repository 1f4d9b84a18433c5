/** Takes secrets out of text before it is stored or shown. */

const HIDDEN = '[redacted]';

/** Formats whose shape alone says that they are secrets. Every quantifier is bounded: the time is linear in the text. */
const TOKENS: readonly RegExp[] = [
  /\bgh[pousr]_[A-Za-z0-9]{20,255}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,255}/g,
  /\bgl(?:pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_-]{20,255}/g,
  /\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b/g,
  /\bxox[abeprs]-[A-Za-z0-9-]{10,255}/g,
  /\bxapp-[A-Za-z0-9-]{10,255}/g,
  /\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,255}/g,
  // Kebab-case names may begin like these; keys have digits.
  /\bsk-(?=[A-Za-z_-]{0,60}[0-9])[A-Za-z0-9_-]{20,255}/g,
  /\bAIza[0-9A-Za-z_-]{35}/g,
  /\bnpm_[A-Za-z0-9]{36}/g,
  /\bpypi-AgE[A-Za-z0-9_-]{16,255}/g,
  /\bdop_v1_[a-f0-9]{64}/g,
  /\bhvs\.[A-Za-z0-9_-]{20,255}/g,
  /\bSG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}/g,
  /\beyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{4,8192}\.[A-Za-z0-9_-]{0,2048}/g,
];

/** From the first line of a key to its last one, or to the end of the text when that was cut off. */
const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const PEM_END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;

/** `https://user:password@host`: the password. */
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@"'`]{0,100}:)([^\s/@"'`]{1,500})(?=@)/gi;

const HEADER = /\b(Bearer|Basic|token)(\s{1,3})([A-Za-z0-9._~+/-]{16,4096}={0,2})/gi;

const SECRET_NAME = String.raw`(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|encryption[_-]?key|signing[_-]?key|credentials?)`;

/** `password = "…"`, `"apiKey": '…'`, `secret => "…"`: a name that ends in such a word, then a quoted value. */
const QUOTED = new RegExp(
  String.raw`(${SECRET_NAME}["'\]]{0,2}\s{0,8}(?::=|=>|=|:)\s{0,8})(["'${'`'}])((?:\\.|(?!\2)[^\\\n]){1,4096})(\2?)`,
  'gi',
);

/** `DB_PASSWORD=…` of shells, Dockerfiles and `.env` files. A reference to a variable or a template is no secret. */
const SHELL =
  /\b([A-Z0-9_]{0,60}(?:PASS(?:WORD|WD|PHRASE)?|PWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|SECRET_?KEY)=)([^\s"'`$<{%][^\s"'`]{2,1000})/g;

/** YAML and properties without quotes. Only a value that mixes letters and digits: `token: string` is a type. */
const PLAIN = new RegExp(
  String.raw`(${SECRET_NAME}\s{0,8}[:=]\s{1,8})(?=[^\s]{0,100}[0-9])(?=[^\s]{0,100}[A-Za-z])([^\s"'${'`'}$<{%(),;.[\]]{6,1000})(?=\s|$)`,
  'gi',
);

/** Functions that take a secret by its place among the arguments. */
const KEYED_CALL =
  /\b(?:sign|signAsync|verify|verifyAsync|createHmac|createCipheriv|createDecipheriv|createSecretKey|cookieParser)\([^\n]{0,1000}/g;

const LITERAL = /(["'`])((?:\\.|(?!\1)[^\\\n]){1,1000})\1/g;

/** Names of algorithms, encodings and lives, which stand beside secrets: `createHmac('sha256', …)`. */
const NO_KEY =
  /^(?:sha[\d-]{1,8}|md5|aes-[\w-]{1,20}|[HREP]S\d{3}|EdDSA|\d{1,6} ?[a-z]{1,7}|hex|base64(?:url)?|utf-?8)$/i;

/**
 * Replaces what looks like a secret by `[redacted]`: tokens of known formats, private keys, passwords in URLs, credentials
 * of headers and values assigned to names like `password`. Names and structure around them stay readable.
 *
 * It errs on the side of hiding; a secret with neither a known shape nor a telling name stays.
 */
export function redactExcerpt(text: string): string {
  return redactText(text).replace(PLAIN, `$1${HIDDEN}`);
}

/**
 * The same for text that is prose or names rather than source (titles, paths, names of tests, messages): everything but
 * values without quotes, since "new refresh token: /api/v1/refresh" is a sentence.
 */
export function redactText(text: string): string {
  let result = withoutKeys(text);
  for (const token of TOKENS) result = result.replace(token, HIDDEN);
  return result
    .replace(URL_PASSWORD, `$1${HIDDEN}`)
    .replace(HEADER, (whole, scheme: string, space: string, value: string) =>
      looksRandom(value) ? `${scheme}${space}${HIDDEN}` : whole,
    )
    .replace(QUOTED, (whole, name: string, quote: string, value: string, end: string) =>
      isReference(value) ? whole : `${name}${quote}${HIDDEN}${end}`,
    )
    .replace(SHELL, `$1${HIDDEN}`)
    .replace(KEYED_CALL, call =>
      call.replace(LITERAL, (whole, quote: string, value: string) =>
        NO_KEY.test(value) || isReference(value) ? whole : `${quote}${HIDDEN}${quote}`,
      ),
    );
}

/** `redactText` on every text that a value holds, at any depth; keys stay. */
export function withoutSecrets<T>(value: T): T {
  // A text becomes a text and a record keeps its keys, which the type of a walk over any value cannot show.
  return walked(value) as T;
}

function walked(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map(walked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walked(item)]));
}

/**
 * Replaces given secrets, also where they stand percent-encoded or as base64 of an HTTP Basic header, then everything
 * `redactExcerpt` knows. For every message that may repeat what a program or a server said.
 */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  let result = text;
  for (const secret of secrets) {
    if (secret === '') continue;
    for (const form of formsOf(secret)) result = result.replaceAll(form, HIDDEN);
  }
  return redactExcerpt(result);
}

function formsOf(secret: string): readonly string[] {
  const basic = ['x-access-token', 'x-oauth-basic', 'git', ''].map(user =>
    Buffer.from(`${user}:${secret}`).toString('base64'),
  );
  return [...basic, encodeURIComponent(secret), secret, Buffer.from(secret).toString('base64')];
}

function withoutKeys(text: string): string {
  let result = '';
  let rest = text;
  for (let begin = PEM_BEGIN.exec(rest); begin !== null; begin = PEM_BEGIN.exec(rest)) {
    const after = rest.slice(begin.index + begin[0].length);
    const end = PEM_END.exec(after);
    result += `${rest.slice(0, begin.index)}${HIDDEN}`;
    rest = end === null ? '' : after.slice(end.index + end[0].length);
  }
  return result + rest;
}

/** `Bearer authentication-required` is prose; a credential has digits among its letters or base64 padding. */
function looksRandom(value: string): boolean {
  return /[0-9]/.test(value) || value.endsWith('=');
}

/** `${DB_PASSWORD}`, `{{ .Values.token }}`, `<your token>`, `%TOKEN%`: says where the secret is, and is none. */
function isReference(value: string): boolean {
  return /^(?:\$|\{\{|<|%)/.test(value) || value === HIDDEN;
}
