/** C# before its directives are carried out: parts that are not compiled are left out, so that what remains is one program. */
import { syntaxTree, type SyntaxTree } from '../syntax/syntax-tree.ts';

/**
 * Parses C#. Directives and what they leave out become blanks of the same length: every offset stays, and the tree holds the
 * text as written.
 */
export function csharpTree(text: string): SyntaxTree | undefined {
  const tree = syntaxTree('c-sharp', withoutDirectives(text).replace(PARAMS, blank));
  return tree && { ...tree, text };
}

const DIRECTIVE =
  /^[ \t]*#[ \t]*(if|elif|else|endif|region|endregion|pragma|nullable|define|undef|warning|error|line|!)(.*)$/;

/** A part of `#if`: whether what is around it is compiled, whether it is, and whether one before it was. */
type Part = { readonly isAround: boolean; isTaken: boolean; wasTaken: boolean };

/** The grammar knows `params` before arrays alone; what it says is lost with it. */
const PARAMS = /\bparams(?=[ \t]+[\w.]{1,100}<)/g;

/** The text without directives and what they leave out, each character of which is a blank. */
export function withoutDirectives(text: string): string {
  if (!/^[ \t]*#/m.test(text)) return text;
  const defined = new Set<string>();
  const parts: Part[] = [];
  return text
    .split('\n')
    .map(line => {
      const [, word, rest = ''] = DIRECTIVE.exec(line) ?? [];
      const part = parts.at(-1);
      const isCompiled = !part || (part.isAround && part.isTaken);
      if (word === undefined) return isCompiled ? line : blank(line);
      directive(word, rest, { parts, defined, isCompiled });
      return blank(line);
    })
    .join('\n');
}

type State = { readonly parts: Part[]; readonly defined: Set<string>; readonly isCompiled: boolean };

function directive(word: string, rest: string, { parts, defined, isCompiled }: State): void {
  const part = parts.at(-1);
  if (word === 'if') {
    const isTaken = mayHold(rest, defined);
    parts.push({ isAround: isCompiled, isTaken, wasTaken: isTaken });
  } else if (word === 'endif') parts.pop();
  else if (word === 'define' && isCompiled) defined.add(rest.trim());
  else if ((word === 'elif' || word === 'else') && part) {
    part.isTaken = !part.wasTaken && (word === 'else' || mayHold(rest, defined));
    part.wasTaken ||= part.isTaken;
  }
}

function blank(line: string): string {
  return line.replaceAll(/[^\r]/g, ' ');
}

/**
 * Whether a condition may hold in what is shipped: a release for a present .NET. A symbol that nothing here defines may be set by
 * the build, and its first part is then taken, whatever it says of it.
 */
function mayHold(condition: string, defined: ReadonlySet<string>): boolean {
  const tokens = condition.replace(/\/\/.*$/, '').match(/\|\||&&|==|!=|[!()]|\w+/g) ?? [];
  if (tokens.length > TOKENS) return true;
  const reader = { tokens, at: 0 };
  return eitherOf(reader, defined) !== false;
}

/** Parts of one condition that are read. */
const TOKENS = 100;

type Reader = { readonly tokens: readonly string[]; at: number };
type Truth = boolean | undefined;

function eitherOf(reader: Reader, defined: ReadonlySet<string>): Truth {
  let value = allOf(reader, defined);
  while (reader.tokens[reader.at] === '||') {
    reader.at++;
    const right = allOf(reader, defined);
    value = value === true || right === true ? true : value === false && right === false ? false : undefined;
  }
  return value;
}

function allOf(reader: Reader, defined: ReadonlySet<string>): Truth {
  let value = one(reader, defined);
  while (reader.tokens[reader.at] === '&&') {
    reader.at++;
    const right = one(reader, defined);
    value = value === false || right === false ? false : value === true && right === true ? true : undefined;
  }
  return value;
}

function one(reader: Reader, defined: ReadonlySet<string>): Truth {
  const token = reader.tokens[reader.at++];
  if (token === '!') {
    const value = one(reader, defined);
    return value === undefined ? undefined : !value;
  }
  if (token === '(') {
    const value = eitherOf(reader, defined);
    reader.at++;
    return value;
  }
  return token === undefined ? undefined : symbol(token, defined);
}

/** Source: .NET, Target frameworks, preprocessor symbols. */
function symbol(name: string, defined: ReadonlySet<string>): Truth {
  if (name === 'true' || name === 'false') return name === 'true';
  if (defined.has(name)) return true;
  if (name === 'DEBUG') return false;
  if (/^(?:NETFRAMEWORK|NET[34]\d{1,2}|NET[234]\d{0,2}_OR_GREATER|SILVERLIGHT|WINDOWS_PHONE)$/.test(name)) return false;
  if (/^(?:RELEASE|TRACE|NET|NETCOREAPP|NETCOREAPP\d_\d_OR_GREATER|NET\d{1,2}_0(?:_OR_GREATER)?)$/.test(name))
    return true;
  return undefined;
}
