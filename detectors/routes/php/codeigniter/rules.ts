import type { NamedGuard, RouterRules } from '../../../../src/core/facts/program.ts';

/** Filters that CodeIgniter and its packages register. Sources: CodeIgniter, Controller Filters; Shield, Controller Filters. */
const FILTERS: readonly NamedGuard[] = [
  ...[
    'csrf',
    'toolbar',
    'honeypot',
    'invalidchars',
    'secureheaders',
    'cors',
    'forcehttps',
    'pagecache',
    'performance',
  ].map((name): NamedGuard => ({ name, effect: 'none', why: 'a filter of CodeIgniter that is not about who calls' })),
  { name: 'session', effect: 'required', mechanism: 'session', why: 'Shield refuses who is not logged in' },
  { name: 'tokens', effect: 'required', mechanism: 'bearer', why: 'Shield refuses who sends no access token' },
  { name: 'hmac', effect: 'required', mechanism: 'signature', why: 'Shield refuses requests that are not signed' },
  { name: 'jwt', effect: 'required', mechanism: 'jwt', why: 'Shield refuses who sends no valid token' },
  {
    name: 'chain',
    effect: 'required',
    mechanism: 'session',
    why: 'Shield refuses whom none of its authenticators knows',
  },
  { name: 'group', effect: 'required', mechanism: 'session', why: 'Shield asks for a group' },
  { name: 'permission', effect: 'required', mechanism: 'session', why: 'Shield asks for a permission' },
  { name: 'force-reset', effect: 'none', why: 'it sends on who has to change a password' },
  { name: 'auth-rates', effect: 'none', limiter: true, why: 'it limits how often one may call' },
];

export const CODEIGNITER_RULES: RouterRules = {
  syntax: 'braces',
  guards: 'always',
  named: { guards: FILTERS, namespace: 'App\\Controllers', harmlessBases: ['CodeIgniter\\', 'Psr\\'] },
};
