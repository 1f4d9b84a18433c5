import type { DataClass } from '../core/facts/description.ts';
import type { RiskClass, Tristate } from '../core/operation.ts';
import type { ReportEndpoint as Operation } from '../core/report.ts';
import type { FilterName } from '../../models/schema.ts';
import {
  CREDENTIAL_WORDS,
  ENTRY_WORDS,
  FLOW_WORDS,
  PRIVILEGED_WORDS,
  PROBE_WORDS,
  RECOVERY_WORDS,
  isPrefixWord,
  pathWords,
} from './words.ts';

/** Whether an operation is of the named kind. `unknown`: what would tell was not seen. */
export function isOfKind(operation: Operation, filter: FilterName): Tristate {
  switch (filter) {
    case 'inventory':
      return 'yes';
    case 'api-bearing':
      return 'yes';
    // Exposure that nobody could see is counted as external: a control that is missing there may matter.
    case 'external':
      return operation.exposed === 'no' ? 'no' : 'yes';
    case 'internal':
      return operation.exposed === 'no' ? 'yes' : operation.exposed === 'yes' ? 'no' : 'unknown';
    case 'non-public':
      return isPublic(operation) ? 'no' : 'yes';
    case 'with-input':
      return takesInput(operation) ? 'yes' : 'no';
    case 'with-object-id':
      return operation.path.includes('{') && !operation.path.includes('{*') ? 'yes' : 'no';
    case 'privileged':
      return isPrivileged(operation) ? 'yes' : 'no';
    case 'authz-relevant':
      return isPrivileged(operation) || operation.path.includes('{') ? (isPublic(operation) ? 'no' : 'yes') : 'no';
    case 'sensitive':
      return holds(operation, ['confidential', 'personal', 'payment', 'health', 'credentials']);
    case 'personal-data':
      return holds(operation, ['personal', 'payment', 'health']);
    case 'credential':
      return hasWord(operation, CREDENTIAL_WORDS) ? 'yes' : 'no';
    case 'recovery':
      return isRecovery(operation) ? 'yes' : 'no';
    case 'business-flow':
      return writes(operation) && hasWord(operation, FLOW_WORDS) ? 'yes' : 'no';
    case 'high-risk':
      return isHighRisk(operation.risk) ? 'yes' : 'no';
    case 'deprecated':
      return operation.deprecated ? 'yes' : 'no';
  }
}

export function isHighRisk(risk: RiskClass): boolean {
  return risk === 'critical' || risk === 'high';
}

/** Weighs more in its API: it changes state, demands a privilege or carries sensitive data. Source: scoring §D.5. */
export function isGrave(operation: Operation): boolean {
  return writes(operation) || isPrivileged(operation) || isOfKind(operation, 'sensitive') === 'yes';
}

function writes(operation: Operation): boolean {
  return ['POST', 'PUT', 'PATCH', 'DELETE', 'MUTATION', 'ANY'].includes(operation.method);
}

function takesInput(operation: Operation): boolean {
  return (
    ['POST', 'PUT', 'PATCH', 'MUTATION', 'RPC'].includes(operation.method) ||
    operation.parameters.some(parameter => parameter.in !== 'header' && parameter.in !== 'cookie')
  );
}

function isPrivileged(operation: Operation): boolean {
  return operation.auth.scopes.length > 0 || hasWord(operation, PRIVILEGED_WORDS);
}

/**
 * Meant to be public: it signs in, probes or documents, or a read is described as anonymous. A write is never public because
 * a description says so: that would take unguarded writes out of every share.
 */
function isPublic(operation: Operation): boolean {
  if (isPrivileged(operation)) return false;
  return isEntryOrProbe(operation) || (!writes(operation) && operation.auth.described === 'none');
}

function isEntryOrProbe(operation: Operation): boolean {
  if (operation.path.includes('{')) return false;
  const words = pathWords(operation);
  return (
    PROBE_WORDS.has(words.find(word => !isPrefixWord(word)) ?? '') ||
    words.slice(-2).some(word => ENTRY_WORDS.has(word))
  );
}

function isRecovery(operation: Operation): boolean {
  const words = pathWords(operation);
  const resets = words.includes('password') && (words.includes('reset') || words.includes('forgot'));
  return resets || words.some(word => RECOVERY_WORDS.has(word)) || RECOVERY_WORDS.has(words.slice(-2).join(''));
}

function hasWord(operation: Operation, words: ReadonlySet<string>): boolean {
  return pathWords(operation).some(word => words.has(word));
}

/** Without a schema nobody knows what an operation carries. */
function holds(operation: Operation, classes: readonly DataClass[]): Tristate {
  if (classes.some(each => operation.dataClasses.includes(each))) return 'yes';
  return operation.documented === 'yes' ? 'no' : 'unknown';
}
