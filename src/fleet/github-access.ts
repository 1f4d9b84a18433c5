/** Which GitHub is asked, and with which token. */
import { isLoopback } from '../source/target.ts';

export type GithubAccess = {
  /** Base of the REST API, without a last slash. */
  readonly apiUrl: string;
  /** Base of repository URLs for git, without a last slash. */
  readonly gitUrl: string;
  /** `github.com`, or the host of a GitHub Enterprise Server. */
  readonly host: string;
  readonly token?: string;
  /** Names of the variables that a token for this host is looked for in, in this order. */
  readonly tokenVariables: readonly string[];
};

export type AccessOptions = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Outranks `GH_HOST`. */
  readonly host?: string;
  /** Outranks `APIASSAY_GITHUB_API`; for proxies and tests. Its host decides which token is used. */
  readonly apiUrl?: string;
  /** Outranks `APIASSAY_GITHUB_GIT`; the origin of `apiUrl` when only that is given. */
  readonly gitUrl?: string;
};

/**
 * Works out the host, its URLs and the token that belongs to it, and to no other host: `GH_TOKEN`, `GITHUB_TOKEN` for
 * github.com and `*.ghe.com`; `GH_ENTERPRISE_TOKEN`, `GITHUB_ENTERPRISE_TOKEN` for every other one.
 *
 * Throws, for the caller to show, when a URL cannot be read, or when it would carry a token without TLS to another machine.
 *
 * Source: conventions §9.
 */
export function githubAccess(options: AccessOptions): GithubAccess {
  const { environment } = options;
  const givenApi = options.apiUrl ?? present(environment['APIASSAY_GITHUB_API']);
  const givenGit = options.gitUrl ?? present(environment['APIASSAY_GITHUB_GIT']);
  const host =
    givenApi === undefined
      ? (options.host ?? present(environment['GH_HOST']) ?? 'github.com').toLowerCase()
      : hostOfApi(givenApi);
  if (!URL.canParse(`https://${host}`) || new URL(`https://${host}`).host !== host)
    throw new Error(`"${host}" is not the name of a host`);
  const apiUrl = withoutSlash(givenApi ?? apiOf(host));
  const gitUrl = withoutSlash(givenGit ?? (givenApi === undefined ? `https://${host}` : new URL(apiUrl).origin));
  const tokenVariables = isGithubCloud(host)
    ? ['GH_TOKEN', 'GITHUB_TOKEN']
    : ['GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'];
  const token = tokenVariables.map(name => present(environment[name])).find(value => value !== undefined);
  if (token === undefined) return { apiUrl, gitUrl, host, tokenVariables };
  if (!isConfidential(apiUrl)) throw new Error(`${new URL(apiUrl).origin} is not https, and a token is not sent to it`);
  return { apiUrl, gitUrl, host, token, tokenVariables };
}

/** The token for a git URL: only when it is on the host that the token belongs to. */
export function tokenForUrl(access: GithubAccess, url: string): string | undefined {
  if (access.token === undefined || !URL.canParse(url) || !isConfidential(url)) return undefined;
  return new URL(url).host === access.host ? access.token : undefined;
}

function present(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}

function isGithubCloud(host: string): boolean {
  return host === 'github.com' || host.endsWith('.ghe.com');
}

function apiOf(host: string): string {
  return isGithubCloud(host) ? `https://api.${host}` : `https://${host}/api/v3`;
}

/** `https://api.github.com` is the API of github.com; a server of one's own has the API on its own host. */
function hostOfApi(apiUrl: string): string {
  if (!URL.canParse(apiUrl) || !/^https?:$/.test(new URL(apiUrl).protocol))
    throw new Error('the API base URL is not an http(s) URL');
  const { host, username, password } = new URL(apiUrl);
  if (username !== '' || password !== '')
    throw new Error('the API base URL has credentials in it; set a token variable instead');
  const plain = host.replace(/^api\./, '');
  return isGithubCloud(plain) ? plain : host;
}

function isConfidential(url: string): boolean {
  const { protocol, host } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(host));
}

function withoutSlash(url: string): string {
  return url.replace(/\/{1,10}$/, '');
}
