import { judgedTimeout } from '../../outbound-timeout.ts';
import type { FactBody } from '../../../../src/core/fact.ts';
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { certainNodes } from '../../../guards/javascript/switches/certain.ts';
import { PHP_FILES } from '../../../routes/php/values.ts';
import { valueOf } from '../../bindings.ts';
import { sourceOf } from '../../calls.ts';
import { textOf } from '../../constants.ts';
import { requestInput } from '../request-input.ts';
import { type Outbound, outboundAt } from './requests.ts';

export const outboundHardeningPhp = defineDetector({
  id: 'outbound-hardening-php',
  title: 'Hardening of outbound requests in PHP',
  kind: 'practice',
  docs: 'https://docs.guzzlephp.org/en/stable/request-options.html',
  reads: 'php',
  files: PHP_FILES,
  words: [
    'GuzzleHttp',
    'Facades\\Http',
    'HttpClient',
    'curl_',
    'wp_remote_',
    'wp_safe_remote_',
    'file_get_contents',
    'fopen',
    'stream_context_create',
  ],
  emits: ['practice', 'switch'],
  limits: [
    'Clients that another file makes, and what a branch decides about, are not judged.',
    'Of an address that a client chooses, any look at it in the same function counts as a check: what it lets through is not judged.',
    'The limits of Laravel (half a minute), WordPress (five seconds) and of the streams of PHP without a word count as limits.',
  ],
  version: 1,
  detect: file => {
    const certain = new Set<unknown>(certainNodes(file.module.body));
    return file.calls.flatMap(site => judged(file, site, certain.has(site.call)));
  },
});

const UNVERIFIED = 'certificates of the other side are not verified';

function judged(file: ProgramFile, site: CallSite, isCertain: boolean): readonly FactBody[] {
  const request = outboundAt(file, site);
  if (!request) return [];
  const { client, url, timeout, unverified } = request;
  const fact = (standing: PracticeFact['standing'], what: string, at: Expr['at'] = site.call.nameAt): PracticeFact => ({
    kind: 'practice',
    at,
    practice: 'outbound',
    standing,
    what,
  });
  // The own machine is no third party.
  if (url && /^(?:[a-z]+:\/\/)?(?:localhost|127\.\d|\[::1\])/i.test(textOf(file, url, site.inside))) return [];
  const at = unverified && placeOfSwitch(unverified);
  const wrong: readonly FactBody[] = [
    ...(isChosenByClient(file, request, site)
      ? [fact('unsound', `${client} requests an address that the client chooses`)]
      : []),
    ...(at && isCertain
      ? [
          fact('unsound', UNVERIFIED, at),
          { kind: 'switch', at, name: 'tls-verification', isSafe: false, what: UNVERIFIED } as const,
        ]
      : []),
  ];
  if (wrong.length > 0) return wrong;
  const waits = judgedTimeout(client, timeout);
  return waits ? [fact(waits.standing, waits.what)] : [];
}

function placeOfSwitch(expr: Expr): Expr['at'] {
  return expr.kind === 'call' ? expr.nameAt : expr.at;
}

/** The whole address, or what stands first in it, is sent by the client, and nothing in the function looks at it. */
function isChosenByClient(file: ProgramFile, { url }: Outbound, { inside }: CallSite): boolean {
  const [fn] = inside;
  if (!url || !fn) return false;
  const value = valueOf(file, url, inside);
  const first = value.kind === 'concat' ? value.parts.find(part => part.kind !== 'text' || part.value !== '') : value;
  if (!first || first.kind === 'text' || requestInput(file, first, inside) !== 'part') return false;
  return !CHECKS.test(sourceOf(file, fn.at));
}

const CHECKS =
  /\bfilter_var\b|\bparse_url\b|\bin_array\b|\bpreg_match\b|\bstr_(?:starts_with|contains)\b|\bstrpos\b|Str::startsWith|valid|allow|white.?list|safe|sanit|ssrf|check|verif|private|block|trusted|\bbasename\b|\brealpath\b/i;
