/** How Python answers, and by which words it shows what an exception says. Sources: Python, Built-in Functions and traceback; the frameworks' documentation of errors. */
import type { Expr, Pattern } from '../../core/program.ts';

type CallExpr = Extract<Expr, { kind: 'call' }>;

/** Classes under which everything is caught, or what databases say: nobody wrote their words for a client. */
const GENERAL =
  /^(?:Exception|BaseException|(?:SQLAlchemy|Operational|Programming|Database|Integrity|Data|Interface|Internal|PyMongo)(?:Error|Exception))$/;

/** Whether a handler is for failures of any kind; of a class of its own, the words may be made for whoever asks. */
export function catchesAnything(caught: Pattern): boolean {
  const { type } = caught;
  if (!type) return true;
  return type.name === '' ? /\b(?:Base)?Exception\b/.test(type.text) : GENERAL.test(type.name);
}

/** Calls and exceptions whose arguments are the answer: `raise HTTPException(500, detail=…)`, `abort(500, …)`. */
const ANSWERS =
  /^(?:HTTPException|HttpError|APIException|InternalServerError|BadRequest|ServiceUnavailable|ParseError|ProblemException|abort)$/;

export function isHttpError(call: CallExpr): boolean {
  const { callee } = call;
  return (callee.kind === 'name' || callee.kind === 'member') && ANSWERS.test(callee.name);
}

/** Functions that make an answer of what they are given. */
const MAKERS =
  /^(?:jsonify|make_response|dict|tuple|list|dumps|(?:\w+)?Response|HttpResponse\w*|JsonResponse|json|text|html|json_response)$/;

export type Shown = 'message' | 'error' | undefined;

/** What a call shows of an exception: its words, its trace, or what it makes an answer of. */
export function shownByCall(call: CallExpr, shown: (expr: Expr) => Shown): Shown {
  const { callee, args } = call;
  if (callee.kind !== 'name' && callee.kind !== 'member') return undefined;
  if (/^(?:format_exc|format_exception|format_tb|print_exc)$/.test(callee.name)) return 'error';
  const given = (): Shown => {
    const found = args.map(shown);
    return found.includes('error') ? 'error' : found.find(one => one !== undefined);
  };
  if (/^(?:str|repr)$/.test(callee.name) && callee.kind === 'name') return given() && 'message';
  if (callee.name === 'format' || callee.name === 'join') return given() && 'message';
  return MAKERS.test(callee.name) ? given() : undefined;
}

/** `e.args[0]`, `e.args`, `e.message`, `e.__cause__`: the words of the exception; a detail that it was given is made for clients. */
export const OWN_WORDS: ReadonlySet<string> = new Set(['args', 'message', 'msg', 'orig', '__cause__', '__traceback__']);
