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

type Exported = { readonly module: string; readonly name: string; readonly filter: NamedGuard };

const CLASSES: readonly (readonly [module: string, names: Readonly<Record<string, string>>])[] = [
  [
    'CodeIgniter\\Filters',
    {
      CSRF: 'csrf',
      DebugToolbar: 'toolbar',
      Honeypot: 'honeypot',
      InvalidChars: 'invalidchars',
      SecureHeaders: 'secureheaders',
      Cors: 'cors',
      ForceHTTPS: 'forcehttps',
      PageCache: 'pagecache',
      PerformanceMetrics: 'performance',
    },
  ],
  [
    'CodeIgniter\\Shield\\Filters',
    {
      SessionAuth: 'session',
      TokenAuth: 'tokens',
      HmacAuth: 'hmac',
      JWTAuth: 'jwt',
      ChainAuth: 'chain',
      GroupFilter: 'group',
      PermissionFilter: 'permission',
      ForcePasswordResetFilter: 'force-reset',
      AuthRates: 'auth-rates',
    },
  ],
];

/** The classes of these filters, which an application may give names of its own. */
export const FILTER_CLASSES: readonly Exported[] = CLASSES.flatMap(([module, names]) =>
  Object.entries(names).flatMap(([name, alias]) => {
    const filter = FILTERS.find(one => one.name === alias);
    return filter ? [{ module, name, filter }] : [];
  }),
);

export const CODEIGNITER_RULES: RouterRules = {
  syntax: 'braces',
  guards: 'always',
  named: {
    guards: FILTERS,
    namespace: 'App\\Controllers',
    harmlessBases: ['CodeIgniter\\', 'Psr\\'],
    asks: 'codeigniter',
  },
};
