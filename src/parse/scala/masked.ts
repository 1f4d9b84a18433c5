import { syntaxTree, type SyntaxTree } from '../syntax/syntax-tree.ts';

/**
 * Parses Scala. The grammar ends an expression where a line does, even after an operator, and misreads some everyday forms:
 * it is given a text in which these are others of the same length. Every offset stays, and the tree holds the text as written.
 */
export function scalaTree(text: string): SyntaxTree | undefined {
  const tree = syntaxTree('scala', masked(text));
  return tree && { ...tree, text };
}

/** An operator at the end of a line, with what is said about it: the expression goes on below. */
const OPEN_LINE =
  /(?<=[ \t)\]}"])(?::\?|[~+\-*/&|<>:!%^]{1,5}|[<>=!]=)[ \t]{0,40}(?:\/\/[^\n]{0,400})?\r?\n(?:[ \t]{0,200}(?:\/\/[^\n]{0,400})?\r?\n){0,5}/g;
/** An operator that starts a line and cannot stand before one value alone. */
const CLOSED_LINE =
  /\r?\n[ \t]{0,200}(?=(?:~|&&|\|\||\+\+|<\+>|<\|>|:\+|\|\+\||\*>|>>=?|<\*|&|\||->|\/|=:=)[ \t]{1,20}[^\s=])/g;
/** Annotations between the name of a class and what its constructor takes: `class A @Inject() (b: B)`. */
const INJECTED =
  /(?=@)(?<=\bclass[ \t]{1,3}[\w$]{1,80}(?:\[[^\n{}()\]]{0,100}\])?\s{0,60})(?:@[\w.]{1,80}(?:\[[^\]\n]{0,80}\])?(?:\([^():]{0,200}\))?\s{0,80}){1,4}(?=\(|private\b|protected\b)/g;
/** `{ request: Request[A] =>` reads as a value of a function type. */
const TYPED_PARAMETER =
  /(?=:)(?<=\{\s{0,60}(?:implicit[ \t]{1,3})?[\w$]{1,60}[ \t]{0,3}):[ \t]{0,8}[\w$.]{1,120}(?:\[[\w$., _[\]?]{0,160}\])?(?=[ \t]{0,8}=>)/g;

/** `{ _: Controller =>`: what a trait is, without a name for it. */
const NAMELESS_SELF =
  /(?<=\{\s{0,60})_(?=[ \t]{0,4}:[ \t]{0,8}[\w$.]{1,120}(?:\[[\w$., _[\]?]{0,160}\])?[ \t]{0,8}=>[ \t]*\r?\n)/g;

/** The text that the grammar is given. */
export function masked(text: string): string {
  return text
    .replace(INJECTED, blank)
    .replace(NAMELESS_SELF, 'u')
    .replace(TYPED_PARAMETER, blank)
    .replace(OPEN_LINE, (found, offset: number, whole: string) => {
      if (isCommented(whole, offset) || /^(?:=>|<-|<:|>:|=|:|@|#|\*\/|\*)\s/.test(found) || /^\/[/*]/.test(found))
        return found;
      const operator = /^\S+/.exec(found)?.[0] ?? '';
      const plain = operator.indexOf('//') > 0 ? operator.slice(0, operator.indexOf('//')) : operator;
      return plain + ' '.repeat(found.length - plain.length);
    })
    .replace(CLOSED_LINE, (found, offset: number, whole: string) =>
      isCommented(whole, offset) || isOpening(whole, offset) ? found : ' '.repeat(found.length),
    );
}

/** Whether a comment begins in the line before this place, or the line is inside one. */
function isCommented(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /(?<!:)\/\//.test(line) || /^\s*\*/.test(line) || line.includes('*/');
}

/** Whether nothing stands before the end of the line that the operator could go on with. */
function isOpening(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trimEnd();
  return line === '' || /(?:[({[,=]|=>)$/.test(line);
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
