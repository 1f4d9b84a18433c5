/** Formats of credentials that say by their shape what they are. Every quantifier is bounded: the time is linear in the text. */
import { entropyOf } from '../placeholder-secret.ts';

type Format = {
  readonly name: string;
  readonly pattern: RegExp;
  readonly isDummy?: (text: string) => boolean;
};

/** Sources: the providers' own descriptions of their tokens; GitHub's list of secret-scanning patterns. */
export const FORMATS: readonly Format[] = [
  { name: 'an AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g, isDummy: isFlat },
  { name: 'a GitHub token', pattern: /\bgh[pousr]_[A-Za-z0-9]{36,255}\b/g, isDummy: isFlat },
  { name: 'a GitHub token', pattern: /\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b/g, isDummy: isFlat },
  { name: 'a GitLab token', pattern: /\bglpat-[A-Za-z0-9_-]{20,64}\b/g, isDummy: isFlat },
  { name: 'a Slack token', pattern: /\bxox[abprs]-\d{8,14}-[A-Za-z0-9-]{20,120}\b/g, isDummy: isFlat },
  {
    name: 'a Slack webhook',
    pattern: /hooks\.slack\.com\/services\/T[A-Z0-9]{7,12}\/B[A-Z0-9]{7,12}\/[A-Za-z0-9]{24}/g,
    isDummy: isFlat,
  },
  { name: 'a Stripe key', pattern: /\b(?:sk|rk)_live_[A-Za-z0-9]{20,255}\b/g, isDummy: isFlat },
  { name: 'a SendGrid key', pattern: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b/g, isDummy: isFlat },
  { name: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g, isDummy: isFlat },
  { name: 'an Anthropic key', pattern: /\bsk-ant-(?:api|admin)\d{2}-[A-Za-z0-9_-]{80,120}/g, isDummy: isFlat },
  { name: 'an OpenAI key', pattern: /\bsk-(?:proj|svcacct)-[A-Za-z0-9_-]{40,200}/g, isDummy: isFlat },
  { name: 'a DigitalOcean token', pattern: /\bdop_v1_[a-f0-9]{64}\b/g, isDummy: isFlat },
  { name: 'a Shopify token', pattern: /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b/g, isDummy: isFlat },
  {
    name: 'a private key',
    // A body of keys, not the mere mark: code that puts marks around a key holds none. `\n` is a line break in a literal.
    pattern:
      /-----BEGIN (?:RSA |EC |DSA |OPENSSH )?PRIVATE KEY-----(?:\\r|\\n|\s){1,6}(?:[A-Za-z0-9+/=]{16,80}(?:\\r|\\n|\s|['"`+,]){0,40}){4,80}/g,
    isDummy: text => entropyOf(text.replace(/-----[^-]*-----/, '')) < 4.5,
  },
];

export const FORMAT_WORDS: readonly string[] = [
  'AKIA',
  'ASIA',
  'ghp_',
  'gho_',
  'ghu_',
  'ghs_',
  'ghr_',
  'github_pat_',
  'glpat-',
  'xox',
  'hooks.slack.com',
  '_live_',
  'SG.',
  'npm_',
  'sk-ant-',
  'sk-proj-',
  'sk-svcacct-',
  'dop_v1_',
  'shpat_',
  'shpca_',
  'shppa_',
  'shpss_',
  'PRIVATE KEY-----',
  'SECRET',
  'PASSW',
  'TOKEN',
  'KEY=',
];

/** The same few letters over and over: nobody's key. */
function isFlat(text: string): boolean {
  return entropyOf(text.slice(4)) < 2.8;
}
