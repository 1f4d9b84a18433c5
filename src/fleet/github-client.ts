/** One client of GitHub's REST API: it waits and retries as asked, and talks to one host only. */
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import type { GithubAccess } from './github-access.ts';

export type GithubClient = {
  readonly rest: Octokit;
  /** What the last answer said is left of the hourly quota. */
  readonly quota: () => number | undefined;
};

export type ClientOptions = {
  readonly access: GithubAccess;
  readonly signal?: AbortSignal;
  /** One sentence about a wait; goes to the log. */
  readonly onNote?: (text: string) => void;
  /** Milliseconds that stand for one second of waiting; 1000 but in tests. */
  readonly secondMs?: number;
};

/** Waits longer than the quota's hour are not made. */
const MAX_WAIT_SECONDS = 3_700;
const MAX_RETRIES = 3;
const MAX_REDIRECTS = 5;

/** HTTP 421, "misdirected request": what `confinedFetch` answers in place of a host that must not be asked. */
const MISDIRECTED = 421;

const ThrottledOctokit = Octokit.plugin(retry, throttling);

/**
 * `retry-after` decides how long to wait, else the reset of the quota, else a minute; after three times the request
 * fails. Server errors are retried with growing waits, refusals are not.
 *
 * Source: conventions §9; GitHub, "Best practices for using the REST API".
 */
export function githubClient(options: ClientOptions): GithubClient {
  const { access } = options;
  const secondMs = options.secondMs ?? 1_000;
  let remaining: number | undefined;
  const wait =
    (what: string) =>
    (retryAfter: number, _request: object, _octokit: object, retryCount: number): boolean => {
      if (retryCount >= MAX_RETRIES || retryAfter > MAX_WAIT_SECONDS) return false;
      options.onNote?.(`GitHub asks to wait ${retryAfter} s (${what})`);
      return true;
    };
  const rest = new ThrottledOctokit({
    baseUrl: access.apiUrl,
    userAgent: 'apiassay',
    ...(access.token === undefined ? {} : { auth: access.token }),
    request: {
      fetch: confinedFetch(new URL(access.apiUrl).origin),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    },
    // Its own log would write to the console, and may repeat URLs and headers.
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    throttle: {
      onRateLimit: wait('quota used up'),
      onSecondaryRateLimit: wait('too many requests'),
      retryAfterBaseValue: secondMs,
    },
    retry: {
      retries: MAX_RETRIES,
      retryAfterBaseValue: secondMs,
      doNotRetry: [400, 401, 403, 404, 410, MISDIRECTED, 422, 429, 451],
    },
  });
  rest.hook.after('request', response => {
    const left = Number(response.headers['x-ratelimit-remaining'] ?? Number.NaN);
    if (Number.isInteger(left)) remaining = left;
  });
  return { rest, quota: () => remaining };
}

/**
 * `fetch` that refuses every other origin: a page link or a redirect of the answer may name one, and the token would go
 * there with the request.
 */
function confinedFetch(origin: string): typeof fetch {
  return async (input, init) => {
    let url = new URL(input instanceof Request ? input.url : String(input));
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      if (url.origin !== origin) return refusal(`the answer points to another host (${url.host}), which is not asked`);
      const response = await fetch(url.href, { ...init, redirect: 'manual' });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || response.status === 304 || location === null)
        return response;
      await response.body?.cancel();
      if (!URL.canParse(location, url.href)) return refusal('the answer redirects to a URL that cannot be read');
      url = new URL(location, url);
    }
    return refusal('the answer redirects too often');
  };
}

function refusal(message: string): Response {
  return new Response(JSON.stringify({ message }), {
    status: MISDIRECTED,
    headers: { 'content-type': 'application/json' },
  });
}
