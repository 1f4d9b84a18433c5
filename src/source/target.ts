/** What a person may ask to be scanned. */
import { isIP } from 'node:net';

export type Target =
  | { readonly kind: 'folder'; readonly path: string }
  /** `host` is where the connection goes (`github.com`, `localhost:3000`), `''` for `file:`; `name` is `org/repo` or the last segment. */
  | { readonly kind: 'git'; readonly url: string; readonly host: string; readonly name: string }
  | { readonly kind: 'github-organisation'; readonly organisation: string }
  | { readonly kind: 'github-repository'; readonly organisation: string; readonly repository: string }
  /** `why` is a sentence for the person who wrote it; it repeats no password. */
  | { readonly kind: 'invalid'; readonly why: string };

const ACCOUNT = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98})$/;
const REPOSITORY = /^[A-Za-z0-9._-]{1,100}$/;
const SCP_FORM = /^([A-Za-z0-9._-]{1,64})@([A-Za-z0-9._-]{1,253}):(?!\/\/)(.{1,1000})$/;
const PROTOCOLS: ReadonlySet<string> = new Set(['https:', 'http:', 'ssh:', 'file:']);

/**
 * Reads one target: a folder, a git URL (`https://`, `ssh://`, `file://`, `user@host:path`), `github:ORG` or
 * `github:ORG/REPO`. Everything without a scheme is a folder; whether that exists is found out by opening it.
 *
 * Transports that run a command (`ext::…`), names that would be read as options, and URLs with credentials in them are
 * refused: the latter would stand in argument lists and logs.
 */
export function parseTarget(text: string): Target {
  if (text === '') return invalid('an empty target; name a folder, a git URL, github:ORG or github:ORG/REPO');
  // Nothing below a space can be part of a URL or a name on GitHub; a folder may have any name.
  const isPlain = ![...text].some(character => character <= ' ' || character === '\u007F');
  if (text.startsWith('github:'))
    return isPlain
      ? parseGithub(text.slice('github:'.length))
      : invalid('a name on GitHub has no spaces or control characters');
  if (/^[A-Za-z0-9+.-]{2,30}::/.test(text))
    return invalid('a git transport helper (`name::`) can run commands and is not allowed');
  if (/^[A-Za-z][A-Za-z0-9+.-]{0,30}:\/\//.test(text))
    return isPlain ? parseUrl(text) : invalid('a URL has no spaces or control characters');
  const scp = SCP_FORM.exec(text);
  if (scp !== null)
    return isPlain
      ? parseScp(text, scp[2] ?? '', scp[3] ?? '')
      : invalid('a git URL has no spaces or control characters');
  return { kind: 'folder', path: text };
}

function parseGithub(rest: string): Target {
  const [organisation = '', repository, ...more] = rest.replace(/\/$/, '').split('/');
  if (more.length > 0 || !ACCOUNT.test(organisation))
    return invalid(`github:${rest} is not github:ORG or github:ORG/REPO`);
  if (repository === undefined) return { kind: 'github-organisation', organisation };
  const name = withoutGit(repository);
  if (!isRepositoryName(name)) return invalid(`github:${rest} is not github:ORG or github:ORG/REPO`);
  return { kind: 'github-repository', organisation, repository: name };
}

function parseUrl(text: string): Target {
  if (!URL.canParse(text)) return invalid('the URL cannot be read');
  const url = new URL(text);
  if (!PROTOCOLS.has(url.protocol))
    return invalid(`${url.protocol}// is not a git transport that is used; use https, ssh or file`);
  if (url.password !== '' || (url.username !== '' && url.protocol !== 'ssh:')) {
    return invalid('the URL has credentials in it, which end up in histories and logs; take them out and set GH_TOKEN');
  }
  if (url.protocol !== 'file:' && (url.hostname === '' || url.hostname.startsWith('-')))
    return invalid('the URL names no host');
  if (
    decodeURIComponentSafely(url.pathname)
      .split('/')
      .some(segment => segment.startsWith('-'))
  ) {
    return invalid('a part of the path starts with a dash, which git would read as an option');
  }
  return { kind: 'git', url: text, host: url.host, name: nameOf(url.pathname, url.protocol === 'file:' ? 1 : 2) };
}

function parseScp(text: string, host: string, path: string): Target {
  if (text.startsWith('-') || host.startsWith('-') || path.startsWith('-'))
    return invalid('a part of it starts with a dash, which git would read as an option');
  return { kind: 'git', url: text, host, name: nameOf(path, 2) };
}

/** The last segments of a path, without `.git`; never empty. */
function nameOf(path: string, segments: number): string {
  const parts = decodeURIComponentSafely(path)
    .split('/')
    .filter(part => part !== '');
  return withoutGit(parts.slice(-segments).join('/')) || 'repository';
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign is a character like any other.
    return text;
  }
}

function withoutGit(name: string): string {
  return name.endsWith('.git') ? name.slice(0, -'.git'.length) : name;
}

export function isRepositoryName(name: string): boolean {
  return REPOSITORY.test(name) && name !== '.' && name !== '..';
}

/** Whether a host (with or without port) is this machine: the one place where a token may travel without TLS. */
export function isLoopback(host: string): boolean {
  const name = host
    .replace(/:\d{1,5}$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}

function invalid(why: string): Target {
  return { kind: 'invalid', why };
}
