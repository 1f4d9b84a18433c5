/** Ignore lists in YAML and JSON. Sources: the documentation of each scanner. */
import type { Data } from '../data-values.ts';
import { isRecord, listOf, recordOf, textOf } from '../data-values.ts';
import { dateIn } from '../markdown.ts';
import { isPlaceholderOwner } from '../placeholder.ts';
import type { Ignored } from './scanner-ignores.ts';

type Found = { readonly tool: string; readonly findings: readonly Ignored[]; readonly keys: readonly string[] };

/** What a file of this name tells which scanner to pass over; undefined for a file that is not what its name says. */
export function ignoredByData(name: string, value: unknown): Found | undefined {
  const root = recordOf(value);
  const [, format] = FORMATS.find(([pattern]) => pattern.test(name)) ?? [];
  return format && isRecord(value) ? format(root) : undefined;
}

const FORMATS: readonly (readonly [RegExp, (root: Data) => Found | undefined])[] = [
  [/^\.snyk$/, snyk],
  [/^\.trivyignore\./, trivy],
  [/^\.grype\./, grype],
  [/^\.nsprc$/, root => npm('better-npm-audit', Object.entries(root), [])],
  [/audit-ci\./, root => npm('audit-ci', listOf(root['allowlist']).flatMap(allowed), ['allowlist'])],
  [/^\.secrets\.baseline$/, secrets],
  [/^\.checkov\.baseline$/, checkov],
  [/^brakeman\.ignore$/, brakeman],
  [/^\.redocly\.lint-ignore/, redocly],
];

/** Words that stand where a reason should. */
const NO_REASON = /^(?:none given|none|n\/a|tbd|todo|-+|\.+|fixme|ignore[d]?|x+)?$/i;

function finding(reason: unknown, expires: unknown, owner: unknown): Ignored {
  const date = dateIn((textOf(expires) ?? '').replace(/T\d.*$/, ''));
  const who = textOf(owner);
  return {
    hasReason: !NO_REASON.test(textOf(reason) ?? ''),
    hasOwner: who !== undefined && !isPlaceholderOwner(who),
    ...(date === undefined ? {} : { expires: date }),
  };
}

/** `ignore: { SNYK-1: [{ '*': { reason, expires } }] }`. */
function snyk(root: Data): Found {
  const entries = Object.values(recordOf(root['ignore']))
    .flatMap(listOf)
    .flatMap(path => Object.values(recordOf(path)).map(recordOf));
  return {
    tool: 'snyk',
    findings: entries.map(entry => finding(entry['reason'], entry['expires'], entry['ignoredBy'] ?? entry['owner'])),
    keys: ['ignore'],
  };
}

const TRIVY_KINDS = ['vulnerabilities', 'misconfigurations', 'secrets', 'licenses'];

function trivy(root: Data): Found {
  const kinds = TRIVY_KINDS.filter(kind => Array.isArray(root[kind]));
  const entries = kinds.flatMap(kind => listOf(root[kind])).map(recordOf);
  return {
    tool: 'trivy',
    findings: entries.map(entry => finding(entry['statement'], entry['expired_at'], entry['owner'])),
    keys: kinds.slice(0, 1),
  };
}

function grype(root: Data): Found {
  const entries = listOf(root['ignore']).map(recordOf);
  return {
    tool: 'grype',
    findings: entries.map(entry => finding(entry['reason'], entry['expires'], entry['owner'])),
    keys: ['ignore'],
  };
}

/** An entry of an allow list is a number, or a number with what is said of it. */
function allowed(item: unknown): readonly (readonly [string, unknown])[] {
  return isRecord(item) ? Object.entries(item) : [[textOf(item) ?? '', undefined]];
}

function npm(tool: string, entries: readonly (readonly [string, unknown])[], keys: readonly string[]): Found {
  const active = entries.filter(([, said]) => recordOf(said)['active'] !== false);
  return {
    tool,
    findings: active.map(([, said]) => {
      const entry = recordOf(said);
      return finding(isRecord(said) ? (entry['notes'] ?? entry['reason']) : said, entry['expiry'], entry['owner']);
    }),
    keys,
  };
}

/** A finding that somebody looked at and called no secret has a reason. */
function secrets(root: Data): Found {
  const entries = Object.values(recordOf(root['results'])).flatMap(listOf).map(recordOf);
  return {
    tool: 'detect-secrets',
    findings: entries.map(entry => finding(entry['is_secret'] === false ? 'looked at' : '', '', '')),
    keys: ['results'],
  };
}

function checkov(root: Data): Found {
  const checks = listOf(root['failed_checks'])
    .flatMap(file => listOf(recordOf(file)['findings']))
    .flatMap(found => listOf(recordOf(found)['check_ids']));
  return { tool: 'checkov', findings: checks.map(() => finding('', '', '')), keys: ['failed_checks'] };
}

function brakeman(root: Data): Found {
  const entries = listOf(root['ignored_warnings']).map(recordOf);
  return {
    tool: 'brakeman',
    findings: entries.map(entry => finding(entry['note'], '', entry['owner'])),
    keys: ['ignored_warnings'],
  };
}

/** `openapi.yaml: { rule: ['#/paths/…'] }`. */
function redocly(root: Data): Found {
  const pointers = Object.values(root)
    .flatMap(rules => Object.values(recordOf(rules)))
    .flatMap(listOf);
  return { tool: 'redocly', findings: pointers.map(() => finding('', '', '')), keys: Object.keys(root).slice(0, 1) };
}
