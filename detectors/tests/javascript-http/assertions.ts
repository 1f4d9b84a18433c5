/** What the tests of a file assert of the answers to their requests. */
import type { CallExpr, Expr, FunctionNode, Pattern, Statement } from '../../../src/core/program.ts';
import { compareLocations } from '../../../src/core/location.ts';
import type { Location } from '../../../src/core/location.ts';
import type { CallSite } from '../../../src/parse/program-file.ts';
import type { Use } from './bindings.ts';
import { lookUp } from './bindings.ts';
import type { Request, Sources } from './requests.ts';
import { dotted, entryOf, recordOf, statusesOf } from './values.ts';

export type Assertion =
  | { readonly kind: 'status'; readonly request: Request; readonly statuses: readonly number[] }
  /** A field of the answer, or text in it, is said to be absent. */
  | { readonly kind: 'absent'; readonly request: Request; readonly field: string }
  /** The body equals a written value, so that nothing else can be in it. */
  | { readonly kind: 'exact-body'; readonly request: Request }
  /** The answer is checked against the API description. */
  | { readonly kind: 'schema'; readonly request: Request }
  | {
      readonly kind: 'other';
      readonly request: Request | undefined;
      readonly isLiteral: boolean;
      readonly site: CallSite;
      readonly statuses: readonly number[];
    };

type Subject = { readonly request: Request; readonly path: readonly string[] };

type Context = Sources & {
  readonly byOuter: ReadonlyMap<Expr, Request>;
  /** Parameters of callbacks that receive an answer. */
  readonly parameters: ReadonlyMap<FunctionNode, readonly { readonly name: string; readonly subject: Subject }[]>;
  readonly caught: readonly Caught[];
};

type Caught = { readonly name: string; readonly requests: readonly Request[]; readonly handler: readonly Statement[] };

export type PlacedAssertion = {
  readonly assertion: Assertion;
  readonly at: Location;
  readonly inside: readonly FunctionNode[];
};

export function assertionsOf(sources: Sources, requests: readonly Request[]): readonly PlacedAssertion[] {
  const byOuter = new Map(requests.flatMap(request => request.chain.map(call => [call as Expr, request] as const)));
  const context: Context = {
    ...sources,
    byOuter,
    parameters: callbackParameters(requests),
    caught: caughtErrors(sources, requests),
  };
  return sources.file.calls.flatMap(site =>
    assertionAt(site, context).map(assertion => ({ assertion, at: site.call.at, inside: site.inside })),
  );
}

function assertionAt(site: CallSite, context: Context): readonly Assertion[] {
  const request = context.byOuter.get(site.call);
  if (request && site.call !== request.call) return chained(site, request, context);
  const matcher = matcherOf(site.call.callee);
  if (matcher) return matched(site, matcher, context);
  return asserted(site, context);
}

/** `.expect(401)`, `.expect('status', 401)`, `.expectStatus(401)`, `.assertStatus(401)`; Cypress: `.its('status').should('eq', 401)`. */
function chained(site: CallSite, request: Request, context: Context): readonly Assertion[] {
  const { call, name } = site;
  const [first, second] = call.args;
  const use = useOf(site);
  const other: Assertion = { kind: 'other', request, isLiteral: false, site, statuses: [] };
  if (/^(?:expect|assert)(?:Status|StatusCode)$/.test(name)) return [statusOr(request, first, use, context, other)];
  if (name === 'expect' && first?.kind === 'text') {
    if (first.value === 'status') return [statusOr(request, second, use, context, other)];
    return first.value === 'jsonStrict' ? [{ kind: 'exact-body', request }] : [other];
  }
  if (name === 'expect') {
    const statuses = statusesOf(first, context.bindings, use);
    const body: readonly Assertion[] =
      statuses.length > 0 && second?.kind === 'record' ? [{ kind: 'exact-body', request }] : [];
    return [
      statuses.length > 0
        ? { kind: 'status', request, statuses }
        : first?.kind === 'record'
          ? { kind: 'exact-body', request }
          : other,
      ...body,
    ];
  }
  if (name === 'should' && request.client === 'cypress') {
    const asked = request.chain.some(
      one =>
        one.callee.kind === 'member' &&
        one.callee.name === 'its' &&
        one.args[0]?.kind === 'text' &&
        one.args[0].value === 'status',
    );
    return [asked ? statusOr(request, second, use, context, other) : other];
  }
  return /^(?:expect|assert|should)/.test(name) ? [other] : [];
}

function statusOr(request: Request, expr: Expr | undefined, use: Use, context: Context, other: Assertion): Assertion {
  const statuses = statusesOf(expr, context.bindings, use);
  return statuses.length > 0 ? { kind: 'status', request, statuses } : other;
}

type Matcher = { readonly subject: Expr | undefined; readonly name: string; readonly isNot: boolean };

/** `expect(x).not.toBe` and `x.should.have.status`: what is asked about, the last word, and whether it is negated. */
function matcherOf(callee: Expr): Matcher | undefined {
  if (callee.kind !== 'member') return undefined;
  let node: Expr = callee.of;
  let isNot = false;
  while (node.kind === 'member') {
    if (node.name === 'should') return { subject: node.of, name: callee.name, isNot };
    isNot ||= node.name === 'not';
    node = node.of;
  }
  if (node.kind !== 'call') return undefined;
  const text = dotted(node.callee);
  // chai goes on behind a call: `expect(res).to.have.property('x').that.equals(1)`.
  if (text === 'expect' || text === 'expect.soft' || text === 'chai.expect' || text === 'expectLib')
    return { subject: node.args[0], name: callee.name, isNot };
  return undefined;
}

const EQUALS: ReadonlySet<string> = new Set([
  'toBe',
  'toEqual',
  'toStrictEqual',
  'equal',
  'equals',
  'eq',
  'eql',
  'eqls',
  'oneOf',
  'toBeOneOf',
]);
const EXACT: ReadonlySet<string> = new Set([
  'toEqual',
  'toStrictEqual',
  'eql',
  'eqls',
  'equal',
  'deepEqual',
  'deepStrictEqual',
]);
const SCHEMA: ReadonlySet<string> = new Set([
  'toSatisfyApiSpec',
  'satisfyApiSpec',
  'toSatisfyApiSchema',
  'toMatchOpenApi',
  'toMatchApiSchema',
  'toConformToSchema',
]);
const ABSENCES: ReadonlySet<string> = new Set([
  'toHaveProperty',
  'property',
  'toContain',
  'contain',
  'contains',
  'include',
  'includes',
  'key',
  'keys',
  'match',
  'toMatch',
  'ownProperty',
]);

function matched(site: CallSite, matcher: Matcher, context: Context): readonly Assertion[] {
  const use = useOf(site);
  const subject = matcher.subject && subjectOf(matcher.subject, use, context);
  if (!subject) return [reversed(matcher, site, context)];
  const other: Assertion = { kind: 'other', request: subject.request, isLiteral: false, site, statuses: [] };
  return [(matcher.isNot ? absenceIn(site, matcher, subject) : presenceIn(site, matcher, subject, context)) ?? other];
}

/** `expect(res.body).not.toHaveProperty('password')`. */
function absenceIn({ call }: CallSite, { name }: Matcher, { request, path }: Subject): Assertion | undefined {
  const [first] = call.args;
  if (isStatusPath(path) || !ABSENCES.has(name) || !first) return undefined;
  return {
    kind: 'absent',
    request,
    field: first.kind === 'text' ? first.value : first.kind === 'pattern' ? first.source : '',
  };
}

function presenceIn(site: CallSite, { name }: Matcher, subject: Subject, context: Context): Assertion | undefined {
  const { request, path } = subject;
  const [first] = site.call.args;
  if (SCHEMA.has(name)) return { kind: 'schema', request };
  const statuses = statusesIn(site, name, path, context);
  if (statuses.length > 0) return { kind: 'status', request, statuses };
  if (name === 'toBeUndefined' && path.length > 1) return { kind: 'absent', request, field: path.at(-1) ?? '' };
  const isWritten =
    first?.kind === 'record' && first.entries.length > 0 && first.entries.every(entry => entry.kind === 'entry');
  return EXACT.has(name) && path.includes('body') && isWritten ? { kind: 'exact-body', request } : undefined;
}

/** The status codes that a matcher on an answer, or on its status, asks for. */
function statusesIn(site: CallSite, name: string, path: readonly string[], context: Context): readonly number[] {
  const use = useOf(site);
  const [first, second] = site.call.args;
  const statuses = (expr: Expr | undefined): readonly number[] => statusesOf(expr, context.bindings, use);
  if (isStatusPath(path)) return EQUALS.has(name) ? statuses(first) : [];
  if (name === 'status' || name === 'toHaveStatus' || name === 'statusCode') return statuses(first);
  if (name === 'toHaveProperty' || name === 'property')
    return first?.kind === 'text' && isStatusPath(first.value.split('.')) ? statuses(second) : [];
  if (name === 'toThrow' || name === 'toThrowError' || name === 'rejectedWith') {
    const text = first?.kind === 'text' ? first.value : first?.kind === 'pattern' ? first.source : '';
    return [...text.matchAll(/\b[45]\d\d\b/g)].map(match => Number(match[0]));
  }
  if (path.length > 0 || !(name === 'toMatchObject' || name === 'include' || EXACT.has(name))) return [];
  const record = recordOf(first, context.bindings, use);
  const inner = record && (recordOf(entryOf(record, 'response'), context.bindings, use) ?? record);
  return inner ? statuses(entryOf(inner, 'status') ?? entryOf(inner, 'statusCode')) : [];
}

const LITERALS: ReadonlySet<string> = new Set(['text', 'number', 'boolean', 'nothing']);

/** `expect([401, 403]).toContain(res.status)`; else an assertion about something else. */
function reversed({ subject: asked, name }: Matcher, site: CallSite, context: Context): Assertion {
  const use = useOf(site);
  const [first] = site.call.args;
  const subject = first && subjectOf(first, use, context);
  if (subject && isStatusPath(subject.path) && (name === 'toContain' || name === 'include' || name === 'includes')) {
    const statuses = statusesOf(asked, context.bindings, use);
    if (statuses.length > 0) return { kind: 'status', request: subject.request, statuses };
  }
  return {
    kind: 'other',
    request: subject?.request,
    isLiteral: asked !== undefined && LITERALS.has(asked.kind),
    site,
    statuses: statusesOf(first, context.bindings, use),
  };
}

/** `assert.equal(res.status, 401)`, `assert(res.status === 401)`, `t.is(…)`, and helpers of the file named so: `expectStatus(res, 401)`. */
function asserted(site: CallSite, context: Context): readonly Assertion[] {
  const text = dotted(site.call.callee) ?? '';
  const isNamed =
    /^(?:assert|t|chai\.assert|tap)(?:\.|$)/.test(text) &&
    !/^t\.(?:test|it|plan|end|skip|todo|context|log)/.test(text) &&
    text !== 't';
  const isHelper = !isNamed && /^(?:cy\.)?(?:expect|assert)[A-Z]\w*$/.test(text);
  if (!isNamed && !isHelper) return [];
  const use = useOf(site);
  const [first] = site.call.args;
  const compared = first?.kind === 'operation' && first.operator === 'equal' ? first.operands : site.call.args;
  const subjects = compared.map(arg => subjectOf(arg, use, context));
  const subject = subjects.find(found => found !== undefined);
  const others = compared.filter((_, index) => subjects[index] === undefined);
  const statuses = others.flatMap(arg => statusesOf(arg, context.bindings, use));
  const other: Assertion = {
    kind: 'other',
    request: subject?.request,
    isLiteral: !subject && first !== undefined && LITERALS.has(first.kind),
    site,
    statuses,
  };
  if (!subject) return [other];
  return [
    comparison(
      site,
      subject,
      others,
      (isHelper && subject.path.length === 0) || isStatusPath(subject.path) ? statuses : [],
    ) ?? other,
  ];
}

/** What a comparison of a part of an answer with something else says. `statuses`: codes that are asked for, when it is about the status. */
function comparison(
  { name }: CallSite,
  { request, path }: Subject,
  others: readonly Expr[],
  statuses: readonly number[],
): Assertion | undefined {
  const [value] = others;
  if (/not/i.test(name))
    return value?.kind === 'text' && !isStatusPath(path) ? { kind: 'absent', request, field: value.value } : undefined;
  if (statuses.length > 0) return { kind: 'status', request, statuses };
  if (path.length > 1 && others.some(isNothing)) return { kind: 'absent', request, field: path.at(-1) ?? '' };
  const isWritten = value?.kind === 'record' && value.entries.length > 0;
  return EXACT.has(name) && name !== 'equal' && path.includes('body') && isWritten
    ? { kind: 'exact-body', request }
    : undefined;
}

function isNothing(expr: Expr): boolean {
  return expr.kind === 'nothing' || (expr.kind === 'name' && expr.name === 'undefined');
}

function isStatusPath(path: readonly string[]): boolean {
  const last = path.at(-1);
  return (last === 'status' || last === 'statusCode') && !path.includes('body');
}

const PARTS: ReadonlyMap<string, string> = new Map([
  ['json', 'body'],
  ['text', 'body'],
  ['payload', 'body'],
  ['data', 'body'],
  ['body', 'body'],
  ['status', 'status'],
  ['statusCode', 'statusCode'],
  ['ok', 'ok'],
]);
/** Names that stand for names; a cycle ends here. */
const DEPTH = 12;

/** The request whose answer an expression is, or is a part of. */
function subjectOf(expr: Expr, use: Use, context: Context, depth = 0): Subject | undefined {
  if (depth > DEPTH) return undefined;
  const direct = context.byOuter.get(expr);
  if (direct) return { request: direct, path: [] };
  switch (expr.kind) {
    case 'member': {
      const of = subjectOf(expr.of, use, context, depth + 1);
      return (
        of && {
          request: of.request,
          path: [...of.path, of.path.length === 0 ? (PARTS.get(expr.name) ?? expr.name) : expr.name],
        }
      );
    }
    case 'index': {
      const of = subjectOf(expr.of, use, context, depth + 1);
      return of && { request: of.request, path: [...of.path, '[]'] };
    }
    case 'call': {
      if (dotted(expr.callee) === 'JSON.parse' && expr.args[0]) return subjectOf(expr.args[0], use, context, depth + 1);
      const part = expr.callee.kind === 'member' ? PARTS.get(expr.callee.name) : undefined;
      if (part === undefined || expr.callee.kind !== 'member') return undefined;
      const of = subjectOf(expr.callee.of, use, context, depth + 1);
      return of && { request: of.request, path: [...of.path, part] };
    }
    case 'name':
      return subjectOfName(expr.name, expr, use, context, depth);
    default:
      return undefined;
  }
}

function subjectOfName(name: string, expr: Expr, use: Use, context: Context, depth: number): Subject | undefined {
  for (const fn of use.inside) {
    const parameter = context.parameters.get(fn)?.find(one => one.name === name);
    if (parameter) return parameter.subject;
  }
  const caught = context.caught.find(
    one =>
      one.name === name &&
      one.handler.some(statement => compareLocations(statement.at, use.at) <= 0 && statement.at.endLine >= use.at.line),
  );
  if (caught?.requests[0]) return { request: caught.requests[0], path: [] };
  const bound = lookUp(context.bindings, name, use);
  if (!bound || bound.value === expr) return undefined;
  const of = subjectOf(bound.value, { at: bound.at, inside: use.inside }, context, depth + 1);
  if (!of || bound.member === undefined) return of;
  const parts = bound.member.split('.');
  return {
    request: of.request,
    path: [
      ...of.path,
      ...parts.map((part, index) => (index === 0 && of.path.length === 0 ? (PARTS.get(part) ?? part) : part)),
    ],
  };
}

/** Callbacks on the chain: `.then(res => …)`, `.end((err, res) => …)`, `.expect(({ body }) => …)`. */
function callbackParameters(requests: readonly Request[]): Context['parameters'] {
  const found = new Map<FunctionNode, { name: string; subject: Subject }[]>();
  for (const request of requests) {
    for (const call of request.chain.slice(1)) {
      for (const arg of call.args) {
        if (arg.kind !== 'function') continue;
        const parameters = arg.fn.parameters;
        const pattern = parameters[memberName(call) === 'end' ? 1 : 0]?.pattern;
        if (pattern)
          found.set(
            arg.fn,
            namesOf(pattern, []).map(({ name, path }) => ({ name, subject: { request, path } })),
          );
      }
    }
  }
  return found;
}

function memberName(call: CallExpr): string {
  return call.callee.kind === 'member' ? call.callee.name : '';
}

function namesOf(
  pattern: Pattern,
  path: readonly string[],
): readonly { readonly name: string; readonly path: readonly string[] }[] {
  if (pattern.kind === 'name') return [{ name: pattern.name, path }];
  if (pattern.kind === 'list') return [];
  return pattern.entries.flatMap(({ key, pattern: inner }) =>
    namesOf(inner, [...path, path.length === 0 ? (PARTS.get(key) ?? key) : key]),
  );
}

/** `try { await axios.get(…) } catch (error) { expect(error.response.status)… }`. */
function caughtErrors({ file }: Sources, requests: readonly Request[]): readonly Caught[] {
  const found: Caught[] = [];
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      if (statement.kind === 'branch') [statement.then, statement.otherwise].forEach(visit);
      if (statement.kind === 'each' || statement.kind === 'repeat' || statement.kind === 'block') visit(statement.body);
      if (statement.kind !== 'attempt') continue;
      visit(statement.body);
      const inside = requests.filter(request =>
        statement.body.some(
          one => compareLocations(one.at, request.call.at) <= 0 && one.at.endLine >= request.call.at.endLine,
        ),
      );
      if (statement.caught?.kind === 'name' && inside.length === 1)
        found.push({ name: statement.caught.name, requests: inside, handler: statement.handler });
    }
  };
  for (const fn of file.functions) visit(fn.body);
  return found;
}

function useOf(site: CallSite): Use {
  return { at: site.call.nameAt, inside: site.inside };
}
