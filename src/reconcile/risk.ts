/** Risk classes by scoring §D.8, from what a repository tells. Every factor comes with its reason. */
import type { DataClass } from '../core/facts/description.ts';
import type { AuthStatus, RiskClass, Tristate } from '../core/operation.ts';

export type RiskInput = {
  readonly exposed: Tristate;
  /** A server of an accepted description is a public host. */
  readonly publicServer?: string;
  readonly dataClasses: readonly DataClass[];
  /** Methods and paths of the operations that are judged together. */
  readonly operations: readonly { readonly method: string; readonly path: string; readonly auth: AuthStatus }[];
  /** A class recorded by the owners, as written. */
  readonly recorded?: string;
};

export type Risk = { readonly class: RiskClass; readonly reasons: readonly string[] };

type Factor = { readonly points: number; readonly reason: string };

const HIGHEST = 43;
const ORDER: readonly RiskClass[] = ['low', 'medium', 'high', 'critical'];

export function riskOf(input: RiskInput): Risk {
  const exposure = exposureFactor(input);
  const data = dataFactor(input.dataClasses);
  const effect = effectFactor(input);
  const recorded = recordedClass(input.recorded);
  const criticality: Factor = recorded
    ? { points: ORDER.indexOf(recorded) + 1, reason: `recorded as ${input.recorded}` }
    : { points: 1, reason: 'no recorded criticality, counted as low' };
  const gap = gapFactor(input);

  const score =
    (3 * exposure.points + 3 * data.points + 2 * effect.points + 2 * criticality.points + gap.points) / HIGHEST;
  let inferred: RiskClass = score >= 0.7 ? 'critical' : score >= 0.5 ? 'high' : score >= 0.3 ? 'medium' : 'low';
  const reasons = [exposure, data, effect, criticality, gap].map(factor => factor.reason);
  const isInternet = exposure.points >= 3;
  if (isInternet && input.dataClasses.some(each => each === 'credentials' || each === 'payment'))
    inferred = atLeast(inferred, 'high');
  const isReadOnly = input.operations.every(operation => READS.has(operation.method));
  if (isReadOnly && input.dataClasses.length > 0 && input.dataClasses.every(each => each === 'public'))
    inferred = atMost(inferred, 'medium');
  // Scoring §D.8: with unknown exposure the class is medium, and flagged, whatever the other factors say.
  const isFlagged = input.exposed === 'unknown' && input.publicServer === undefined;
  if (isFlagged) inferred = 'medium';
  const final = recorded ? atLeast(inferred, recorded) : inferred;
  reasons.push(
    `${Math.round(score * 100)} of 100 points: ${inferred}${isFlagged ? ', as long as exposure is not known' : ''}${final === inferred ? '' : `, raised to the recorded ${final}`}`,
  );
  return { class: final, reasons };
}

function exposureFactor({ exposed, publicServer, operations }: RiskInput): Factor {
  const isAnonymous = operations.some(operation => operation.auth === 'none');
  if (exposed === 'yes')
    return isAnonymous
      ? { points: 4, reason: 'exposed by a gateway, and reached without authentication' }
      : { points: 3, reason: 'exposed by a gateway' };
  if (publicServer !== undefined) return { points: 3, reason: `described as served at ${publicServer}` };
  if (exposed === 'no') return { points: 1, reason: 'exposed by no gateway route that is known' };
  return { points: 2, reason: 'exposure is not known' };
}

const DATA_POINTS: { readonly [C in DataClass]: number } = {
  public: 0,
  internal: 1,
  confidential: 2,
  personal: 3,
  payment: 4,
  health: 4,
  credentials: 4,
};

function dataFactor(classes: readonly DataClass[]): Factor {
  if (classes.length === 0) return { points: 1, reason: 'no data class is known, counted as internal' };
  return { points: Math.max(...classes.map(each => DATA_POINTS[each])), reason: `data: ${classes.join(', ')}` };
}

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY', 'SUBSCRIPTION']);
const GRAVE =
  /(?:^|[/_.-])(?:pay|payments?|payouts?|transfers?|refunds?|withdraw(?:als?)?|charges?|roles?|permissions?|grants?|password|reset|recover(?:y)?)(?:$|[/_.-])/i;
const WIDE = /(?:^|[/_.-])(?:admin|bulk|batch|exports?|imports?|users|accounts|tenants)(?:$|[/_.-])/i;

function effectFactor({ operations }: RiskInput): Factor {
  const writes = operations.filter(operation => !READS.has(operation.method));
  const grave = writes.find(operation => GRAVE.test(operation.path));
  if (grave) return { points: 4, reason: `moves money or privilege by its name: ${grave.method} ${grave.path}` };
  const wide = operations.find(operation => WIDE.test(operation.path));
  if (wide) return { points: 3, reason: `reaches others' data by its name: ${wide.method} ${wide.path}` };
  const [first] = writes;
  return first ? { points: 2, reason: `writes: ${first.method} ${first.path}` } : { points: 1, reason: 'only reads' };
}

function gapFactor({ operations }: RiskInput): Factor {
  const open = operations.find(operation => operation.auth === 'none' && !READS.has(operation.method));
  if (open) return { points: 3, reason: `writes without authentication: ${open.method} ${open.path}` };
  if (operations.some(operation => operation.auth === 'unknown'))
    return { points: 2, reason: 'authentication is not known throughout' };
  if (operations.some(operation => operation.auth !== 'required'))
    return { points: 2, reason: 'reads without authentication' };
  return { points: 1, reason: 'authentication is required' };
}

/** The class that an owner's word means; undefined for words of another kind (`pii`, `gold`). */
function recordedClass(value: string | undefined): RiskClass | undefined {
  const word = value?.toLowerCase().replace(/[^a-z0-9]/g, '') ?? '';
  if (/^(?:critical|tier0|tier1|mission|missioncritical|restricted)$/.test(word)) return 'critical';
  if (/^(?:high|tier2|confidential)$/.test(word)) return 'high';
  if (/^(?:medium|moderate|tier3|internal)$/.test(word)) return 'medium';
  return /^(?:low|tier4|public)$/.test(word) ? 'low' : undefined;
}

function atLeast(a: RiskClass, b: RiskClass): RiskClass {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
}

function atMost(a: RiskClass, b: RiskClass): RiskClass {
  return ORDER.indexOf(a) <= ORDER.indexOf(b) ? a : b;
}
