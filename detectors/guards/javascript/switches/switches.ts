import type { SwitchFact } from '../../../../src/core/facts/switch.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../../../routes/javascript/origins.ts';
import { JAVASCRIPT_FILES } from '../../../routes/javascript/source-files.ts';
import { entryOf, type LocalValues, localValues, optionOf } from '../../../routes/javascript/values.ts';
import { certainNodes } from './certain.ts';

const SESSIONS: readonly string[] = ['express-session', 'cookie-session', 'koa-session', 'koa-generic-session'];

export const switches = defineDetector({
  id: 'security-switches',
  title: 'Security switches in code (TLS verification, flags of session cookies)',
  kind: 'guard',
  docs: 'https://nodejs.org/api/tls.html#tlsconnectoptions-callback',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['rejectUnauthorized', 'NODE_TLS_REJECT_UNAUTHORIZED', ...SESSIONS],
  emits: ['switch'],
  limits: [
    'A switch below any condition, or with a value that is not written out, is not judged: it may be for development.',
    'Cookies that an application sets by itself are not judged: not every one of them carries a session.',
  ],
  version: 1,
  detect: file => {
    const local = localValues(file.module);
    return [...verification(file), ...file.calls.flatMap(site => sessionCookie(file, site, local))];
  },
});

/** `{ rejectUnauthorized: false }`, and `process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'`. */
function verification(file: ProgramFile): readonly SwitchFact[] {
  const off = { kind: 'switch', name: 'tls-verification', isSafe: false } as const;
  const nodes = certainNodes(file.module.body);
  // Where a verifying client is made beside one that does not, something else decides which of them is used.
  const isChosen = nodes.some(node => node.kind === 'record' && verifies(node) === true);
  return nodes.flatMap((node): readonly SwitchFact[] => {
    if (node.kind === 'record') {
      const entry = entryOf(node, 'rejectUnauthorized');
      return entry && verifies(node) === false && !isChosen
        ? [{ ...off, at: entry.keyAt, what: 'rejectUnauthorized: false' }]
        : [];
    }
    if (node.kind !== 'assign' && node.kind !== 'assigned') return [];
    const { target, value } = node;
    const isEnvironment = target.kind === 'member' && target.name === 'NODE_TLS_REJECT_UNAUTHORIZED';
    const isOff = (value.kind === 'text' || value.kind === 'number') && String(value.value) === '0';
    return isEnvironment && isOff ? [{ ...off, at: target.nameAt, what: 'NODE_TLS_REJECT_UNAUTHORIZED: 0' }] : [];
  });
}

function verifies(record: Extract<Expr, { kind: 'record' }>): boolean | undefined {
  const value = entryOf(record, 'rejectUnauthorized')?.value;
  return value?.kind === 'boolean' ? value.value : undefined;
}

/** The cookie of a session: `httpOnly` is on unless it is said, `secure` is off. Source: express-session, cookie. */
function sessionCookie(file: ProgramFile, { call }: CallSite, local: LocalValues): readonly SwitchFact[] {
  if (exportOf(file.originOf(call.callee), SESSIONS) !== 'default') return [];
  const options = call.args.find(arg => local.valueOf(arg).kind === 'record');
  const cookie = optionOf(options, 'cookie', local) ?? options;
  const secure = booleanOf(optionOf(cookie, 'secure', local), local);
  const httpOnly = booleanOf(optionOf(cookie, 'httpOnly', local), local);
  const found = (isSafe: boolean, what: string): readonly SwitchFact[] => [
    { kind: 'switch', at: call.nameAt, name: 'session-cookie', isSafe, what },
  ];
  if (secure === false) return found(false, 'secure: false');
  if (httpOnly === false) return found(false, 'httpOnly: false');
  const isHttpOnly = httpOnly === true || optionOf(cookie, 'httpOnly', local) === undefined;
  return secure === true && isHttpOnly ? found(true, 'secure and httpOnly') : [];
}

function booleanOf(expr: Expr | undefined, local: LocalValues): boolean | undefined {
  const value = expr && local.valueOf(expr);
  return value?.kind === 'boolean' ? value.value : undefined;
}
