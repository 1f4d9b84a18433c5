import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Expr, FunctionNode, TypeRef } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type CallSite, isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { LARAVEL_RULES } from '../../../routes/php/laravel/rules.ts';
import { SYMFONY_RULES } from '../../../routes/php/symfony/rules.ts';
import { PHP_FILES, rootOf } from '../../../routes/php/values.ts';
import { importsOne } from '../../../practices/library-calls.ts';
import { errorMapper } from '../../error-mapper-fact.ts';
import { certainNodes } from '../../javascript/switches/certain.ts';

export const errorMappersPhp = defineDetector({
  id: 'error-mappers-php',
  title: 'Error mappers of Laravel, Symfony and Slim',
  kind: 'guard',
  docs: 'https://laravel.com/docs/errors',
  reads: 'php',
  files: PHP_FILES,
  words: ['ExceptionHandler', 'Exceptions', 'ExceptionEvent', 'addErrorMiddleware'],
  emits: ['guard', 'guard-kind'],
  limits: [
    'What a framework answers to a failure without a word of the application is no mapper.',
    'Listeners of Symfony count where each failure is answered; those that settings name, and normalizers, are not read.',
    'Callbacks of Laravel for single classes of exceptions are none.',
  ],
  version: 1,
  detect: file => [
    ...file.classes.flatMap(cls => [...ofHandler(file, cls), ...ofListener(file, cls)]),
    ...file.calls.flatMap(site => [...ofCallback(file, site), ...ofSlim(file, site)]),
  ],
});

type Methods = Extract<ClassNode['members'][number], { kind: 'method' }>;

function methodsOf({ members }: ClassNode): readonly Methods[] {
  return members.flatMap(member => (member.kind === 'method' && !member.isStatic ? [member] : []));
}

/** `class Handler extends ExceptionHandler { public function render($request, Throwable $e) }`. Source: Laravel 10, Error Handling. */
function ofHandler(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  const base = cls.extends && file.originOf(cls.extends);
  const isHandler = ['Illuminate\\Foundation\\Exceptions', 'Laravel\\Lumen\\Exceptions'].some(module =>
    isFrom(base, module, 'Handler'),
  );
  return isHandler
    ? methodsOf(cls).flatMap(method =>
        method.name === 'render' ? [errorMapper('laravel', LARAVEL_RULES, method)] : [],
      )
    : [];
}

/** `->withExceptions(fn ($exceptions) => $exceptions->render(function (Throwable $e, Request $request) { … }))`. Source: Laravel, Error Handling. */
function ofCallback(file: ProgramFile, { call, name, receiver, inside }: CallSite): readonly ProgramFact[] {
  const [callback] = call.args;
  if (!/^(?:render|renderable)$/.test(name) || callback?.kind !== 'function' || !receiver) return [];
  const [first] = callback.fn.parameters;
  if (!/^\\?(?:Throwable|Exception)$/.test(first?.pattern.type?.name ?? '')) return [];
  const isTold = inside.some(({ parameters }) =>
    parameters.some(({ pattern: { type } }) => {
      return (
        type !== undefined && isFrom(file.originOfType(type), 'Illuminate\\Foundation\\Configuration', 'Exceptions')
      );
    }),
  );
  if (!isTold || mayPass(file, callback.fn)) return [];
  const site: Expr = { kind: 'nothing', at: call.nameAt };
  return [
    {
      kind: 'guard',
      at: call.nameAt,
      framework: 'laravel',
      site,
      rules: LARAVEL_RULES,
      guards: [{ ...callback, fn: { ...callback.fn, name: 'a callback' } }],
      stage: 'error',
    },
  ];
}

/** What gives nothing back leaves the failure to the next one; so may what is made elsewhere. */
function mayPass(file: ProgramFile, { body, returnType }: FunctionNode): boolean {
  const last = body.at(-1);
  const isNullable = returnType && isOptional(file, returnType);
  if (isNullable || (!returnType && last?.kind === 'return' && !isResponse(last.value))) return true;
  const isLeft = certainNodes([...body]).some(
    node => node.kind === 'return' && (node.value === undefined || node.value.kind === 'nothing'),
  );
  return isLeft || last?.kind !== 'return' || last.value === undefined || body.some(leaves);
}

/** `?Response`, `Response|null`, of which the form keeps the class alone. */
function isOptional(file: ProgramFile, { at, text }: TypeRef): boolean {
  const line = file.text.split('\n')[at.line - 1] ?? '';
  return line.slice(Math.max(0, at.column - 2), at.column).includes('?') || /\bnull\b/i.test(`${text} ${line}`);
}

/** `response()->json(…)`, `new JsonResponse(…)`. */
function isResponse(value: Expr | undefined): boolean {
  const root = value && rootOf(value);
  const name = root?.kind === 'call' && root.callee.kind === 'name' ? root.callee.name : '';
  return /^\\?response$|Response$/.test(name);
}

/** `if (!$request->is('api/*')) { return; }`. */
function leaves(statement: FunctionNode['body'][number]): boolean {
  return (
    statement.kind === 'branch' &&
    [...statement.then, ...statement.otherwise].some(
      inner => leaves(inner) || (inner.kind === 'return' && (!inner.value || inner.value.kind === 'nothing')),
    )
  );
}

const KERNEL = 'Symfony\\Component\\HttpKernel\\Event';

/** A listener of `kernel.exception` that answers each failure. Source: Symfony, Events and Event Listeners. */
function ofListener(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  const isFound =
    cls.implements.some(type =>
      isFrom(file.originOfType(type), 'Symfony\\Component\\EventDispatcher', 'EventSubscriberInterface'),
    ) || [...cls.decorators, ...methodsOf(cls).flatMap(({ decorators }) => decorators)].some(isListening);
  if (!isFound) return [];
  return methodsOf(cls).flatMap(method => {
    const [event] = method.fn.parameters;
    const type = event?.pattern.type;
    const isOfFailures =
      type !== undefined &&
      ['ExceptionEvent', 'GetResponseForExceptionEvent'].some(name => isFrom(file.originOfType(type), KERNEL, name));
    return isOfFailures && answersEach(method.fn) ? [errorMapper('symfony', SYMFONY_RULES, method)] : [];
  });
}

function isListening({ expression }: { readonly expression: Expr }): boolean {
  const name = expression.kind === 'call' ? expression.callee : expression;
  return name.kind === 'name' && /(?:^|\\)AsEventListener$/.test(name.name);
}

/** `setResponse` stands under no branch, and no branch ends the method before. */
function answersEach({ body }: FunctionNode): boolean {
  const isAnswered = certainNodes([...body]).some(
    node => node.kind === 'call' && node.callee.kind === 'member' && node.callee.name === 'setResponse',
  );
  return isAnswered && !body.some(leaves);
}

/** `$app->addErrorMiddleware(false, true, true)`. Source: Slim, Error Handling Middleware. */
function ofSlim(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [first] = call.args;
  const shown = first?.kind === 'named' ? first.value : first;
  if (name !== 'addErrorMiddleware' || !receiver || shown?.kind !== 'boolean' || !importsOne(file, ['Slim'])) return [];
  const guard: Expr = { kind: 'unknown', at: call.nameAt, text: name, parts: [] };
  const base = { at: call.nameAt, framework: 'slim' } as const;
  return [
    {
      kind: 'guard-kind',
      ...base,
      site: guard,
      effect: 'none',
      controls: [shown.value ? 'debug-pages' : 'error-mapper'],
      why: shown.value ? 'Slim shows what went wrong, with its trace' : 'Slim answers every failure without details',
    },
    { kind: 'guard', ...base, site: call, on: receiver, guards: [guard], stage: 'error' },
  ];
}
