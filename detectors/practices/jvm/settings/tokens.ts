/** What settings say about the verification of tokens, and about their keys. */
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import { type Setting, type Settings, settingOf } from './settings.ts';

type Server = {
  readonly name: string;
  /** Settings that name the issuer, which is then checked and gives its keys. */
  readonly issuer: readonly string[];
  /** Settings that name keys alone. */
  readonly keys: readonly string[];
  readonly audience: readonly string[];
};

const SPRING = 'spring.security.oauth2.resourceserver.jwt';

/** Sources: Spring Boot, OAuth2 resource server; MicroProfile JWT 2.1, configuration; Quarkus, OIDC configuration. */
const SERVERS: readonly Server[] = [
  {
    name: 'the resource server of Spring Security',
    issuer: [`${SPRING}.issuer-uri`],
    keys: [`${SPRING}.jwk-set-uri`, `${SPRING}.public-key-location`],
    audience: [`${SPRING}.audiences`, `${SPRING}.audiences[0]`],
  },
  {
    name: 'MicroProfile JWT',
    issuer: ['mp.jwt.verify.issuer'],
    keys: ['mp.jwt.verify.publickey', 'mp.jwt.verify.publickey.location'],
    audience: ['mp.jwt.verify.audiences', 'smallrye.jwt.verify.aud'],
  },
  {
    name: 'OIDC of Quarkus',
    issuer: ['quarkus.oidc.auth-server-url'],
    keys: ['quarkus.oidc.jwks-path', 'quarkus.oidc.public-key'],
    audience: ['quarkus.oidc.token.audience'],
  },
];

export function tokensIn(settings: Settings): readonly PracticeFact[] {
  return SERVERS.flatMap((server): readonly PracticeFact[] => {
    const issuer = settingOf(settings, ...server.issuer);
    const keys = settingOf(settings, ...server.keys);
    const set = issuer ?? keys;
    if (!set) return [];
    const missing = [...(issuer ? [] : ['issuer']), ...(settingOf(settings, ...server.audience) ? [] : ['audience'])];
    return [
      {
        kind: 'practice',
        at: set.at,
        practice: 'token-verification',
        standing: missing.length === 0 ? 'sound' : 'partial',
        what:
          missing.length === 0
            ? `${server.name} checks signature, algorithm, issuer, audience and expiry`
            : `${server.name} does not check ${missing.join(', ')}`,
      },
      ...rotated(set),
    ];
  });
}

/** A key that stands in a file does not rotate by itself. */
function rotated({ name, at }: Setting): readonly PracticeFact[] {
  if (/public-?key/.test(name) || name.startsWith('mp.jwt')) return [];
  return [
    {
      kind: 'practice',
      at,
      practice: 'token-life',
      standing: 'sound',
      what: 'keys are taken from a set that the issuer can rotate',
    },
  ];
}
