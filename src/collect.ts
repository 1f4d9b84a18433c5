import picomatch from 'picomatch';
import type { Diagnostic } from './core/diagnostic.ts';
import type { Fact, FactBody } from './core/fact.ts';
import { compareLocations, startOf } from './core/location.ts';
import type { Module } from './core/program.ts';
import type { ClassifiedFile, Tree } from './core/tree.ts';
import { type DecodedText, decodeText } from './decode-text.ts';
import type { Detector, ParsedFiles, Reads } from './detector.ts';
import { excerptOf } from './excerpt.ts';
import { languageOf } from './files/language.ts';
import { CAPS, type Neighbours } from './parse/parsed.ts';
import { parseFile } from './parse/parse-file.ts';
import type { ProgramFile } from './parse/program-file.ts';
import { isGrammar, programModule } from './parse/program-module.ts';
import { type GrammarName, loadGrammar } from './parse/syntax/grammar.ts';

/** Everything detectors saw in a tree, and which files they saw it in. */
export type Collected = {
  readonly facts: readonly Fact[];
  readonly diagnostics: readonly Diagnostic[];
  /** Source files that were parsed, for the linker. */
  readonly modules: ReadonlyMap<string, Module>;
  /** Files that at least one detector asked for and that could be read. */
  readonly read: number;
  /** The same, by what the files are for. */
  readonly readByRole: Readonly<Record<string, number>>;
  readonly failed: readonly { readonly file: string; readonly why: string }[];
};

export type CollectOptions = {
  readonly tree: Tree;
  readonly files: readonly ClassifiedFile[];
  readonly detectors: readonly Detector[];
  /** Called now and then with the number of files done. */
  readonly progress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
};

/**
 * Runs every detector over the files it asks for. A file is read once, and parsed once for each way it is read.
 *
 * A detector that fails costs its own facts and one diagnostic. Facts come in the order of their places.
 */
export async function collectFacts(options: CollectOptions): Promise<Collected> {
  const { tree, files } = options;
  const gates = options.detectors.map(gateOf);
  const facts: Fact[] = [];
  const diagnostics: Diagnostic[] = [];
  const modules = new Map<string, Module>();
  const failed: { file: string; why: string }[] = [];
  const neighbours = neighboursOf(tree);
  const readByRole = new Map<string, number>();
  let read = 0;
  for (const [index, file] of files.entries()) {
    if (options.signal?.aborted) break;
    if (index % 200 === 0) {
      options.progress?.(index, files.length);
      // Lets progress and signals through on long trees.
      await new Promise(resolve => setImmediate(resolve));
    }
    const wanted = gates.filter(gate => gate.roles.has(file.role) && gate.matches(file.path));
    if (wanted.length === 0) continue;
    const text = readText(tree, file.path);
    if (text.kind === 'refused') {
      failed.push({ file: file.path, why: text.why });
      diagnostics.push({ code: text.code, at: startOf(file.path), message: `${text.why}; the file was left out` });
      continue;
    }
    if (text.brokenAt) diagnostics.push(notUtf8(file.path, text.brokenAt));
    read++;
    readByRole.set(file.role, (readByRole.get(file.role) ?? 0) + 1);
    const holds = wordsIn(text.text);
    const detectors = wanted.filter(gate => gate.words.length === 0 || gate.words.some(holds));
    const lines = text.text.split(/\r\n|\r|\n/);
    for (const reads of new Set(detectors.map(gate => gate.detector.reads))) {
      const parsed = await parseFile(reads, file.path, file.role, text.text, neighbours);
      if (parsed.kind === 'failed') {
        diagnostics.push(parsed.diagnostic);
        if (!failed.some(other => other.file === file.path))
          failed.push({ file: file.path, why: parsed.diagnostic.message });
        continue;
      }
      if (parsed.kind === 'not-applicable') continue;
      diagnostics.push(...parsed.diagnostics);
      // The ways of reading programs are those whose files hold a module.
      if (PROGRAMS.has(reads)) modules.set(file.path, (parsed.file as ProgramFile).module);
      for (const gate of detectors) {
        if (gate.detector.reads === reads) facts.push(...detect(gate.detector, parsed.file, file, lines, diagnostics));
      }
    }
  }
  options.progress?.(files.length, files.length);
  return {
    facts: facts.toSorted(compareFacts),
    diagnostics: distinctDiagnostics(diagnostics),
    modules,
    read,
    readByRole: Object.fromEntries([...readByRole].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    failed,
  };
}

/** Parses source files that no detector asked for by its words, because the linker follows the program through them. */
export async function parseModules(
  tree: Tree,
  files: readonly ClassifiedFile[],
  known: ReadonlyMap<string, Module>,
): Promise<{ readonly modules: ReadonlyMap<string, Module>; readonly diagnostics: readonly Diagnostic[] }> {
  const modules = new Map(known);
  const diagnostics: Diagnostic[] = [];
  const neighbours = neighboursOf(tree);
  for (const file of files) {
    if (modules.has(file.path)) continue;
    const text = readText(tree, file.path);
    if (text.kind === 'refused') continue;
    const parsed = await parseFile('javascript', file.path, file.role, text.text, neighbours);
    if (parsed.kind === 'parsed') {
      modules.set(file.path, parsed.file.module);
      diagnostics.push(...parsed.diagnostics);
    } else if (parsed.kind === 'failed') diagnostics.push(parsed.diagnostic);
  }
  return { modules, diagnostics: distinctDiagnostics(diagnostics) };
}

/** Ways of reading that give programs. */
const PROGRAMS: ReadonlySet<Reads> = new Set<Reads>([
  'javascript',
  'python',
  'jvm',
  'go',
  'c-sharp',
  'ruby',
  'php',
  'rust',
  'scala',
  'elixir',
]);

/** Modules that are parsed when they are asked for, with what was noticed on the way. */
export type ModuleReader = {
  readonly moduleAt: (file: string) => Module | undefined;
  readonly diagnostics: readonly Diagnostic[];
};

/**
 * Reads modules of other languages than JavaScript when the linker asks for what is in them: of a large tree, few matter to its routes.
 * `files` are those that may be read, by path; modules in `known` are given as they are.
 */
export async function moduleReader(
  tree: Tree,
  files: ReadonlyMap<string, ClassifiedFile>,
  known: ReadonlyMap<string, Module>,
): Promise<ModuleReader> {
  const wanted = new Set([...files.keys()].map(grammarOf));
  for (const grammar of wanted) if (grammar) await loadGrammar(grammar);
  const modules = new Map<string, Module | undefined>(known);
  const diagnostics: Diagnostic[] = [];
  const read = (path: string): Module | undefined => {
    const grammar = grammarOf(path);
    if (!grammar || !files.has(path)) return undefined;
    const text = readText(tree, path);
    if (text.kind === 'refused') return undefined;
    const parsed = programModule(grammar, path, text.text);
    if (parsed.kind === 'failed') diagnostics.push(parsed.diagnostic);
    if (parsed.kind !== 'parsed') return undefined;
    diagnostics.push(...parsed.diagnostics);
    return parsed.file;
  };
  return {
    moduleAt: path => {
      if (!modules.has(path)) modules.set(path, read(path));
      return modules.get(path);
    },
    diagnostics,
  };
}

function grammarOf(path: string): GrammarName | undefined {
  const language = languageOf(path);
  return isGrammar(language) ? language : undefined;
}

/** Whether a text holds a word; detectors share most of their words, so each is looked for once. */
function wordsIn(text: string): (word: string) => boolean {
  const known = new Map<string, boolean>();
  return word => {
    const answer = known.get(word) ?? text.includes(word);
    known.set(word, answer);
    return answer;
  };
}

type Gate = {
  readonly detector: Detector;
  readonly roles: ReadonlySet<string>;
  readonly matches: (path: string) => boolean;
  readonly words: readonly string[];
};

function gateOf(detector: Detector): Gate {
  return {
    detector,
    roles: new Set(detector.roles ?? ['product']),
    matches: picomatch([...detector.files], { dot: true, nocase: true }),
    words: detector.words ?? [],
  };
}

/** Runs one detector on one file and stamps what it saw. */
function detect(
  detector: Detector,
  parsed: ParsedFiles[Reads],
  file: ClassifiedFile,
  lines: readonly string[],
  diagnostics: Diagnostic[],
): readonly Fact[] {
  try {
    // The file was parsed the way this detector reads, which the type of the pair does not show.
    const bodies = (detector.detect as (file: ParsedFiles[Reads]) => readonly FactBody[])(parsed);
    return bodies.map(body => ({
      ...body,
      detector: detector.id,
      fileRole: file.role,
      component: file.component,
      excerpt: excerptOf(lines, body.at.line, body.kind === 'practice' ? body.hides : undefined),
    }));
  } catch (error) {
    // Our own bug must cost one detector on one file, not the scan; it is shown with its message.
    const message = error instanceof Error ? error.message : String(error);
    diagnostics.push({
      code: 'detector-failed',
      at: startOf(file.path),
      message: `detector ${detector.id} failed on this file (${message.slice(0, 120)}); what it would have seen here is missing`,
    });
    return [];
  }
}

type Text =
  | ({ readonly kind: 'text' } & DecodedText)
  | { readonly kind: 'refused'; readonly code: string; readonly why: string };

function readText(tree: Tree, path: string): Text {
  const content = tree.read(path);
  if (content.kind === 'refused') return content;
  if (content.bytes.length > CAPS.fileBytes)
    return {
      kind: 'refused',
      code: 'file-too-large',
      why: `it has ${content.bytes.length} bytes, more than the ${CAPS.fileBytes} that are read`,
    };
  return { kind: 'text', ...decodeText(content.bytes) };
}

function notUtf8(file: string, { line, column }: { readonly line: number; readonly column: number }): Diagnostic {
  const message =
    'bytes from here on are not valid UTF-8; they were read as U+FFFD, so a name or path that holds them is not exact';
  return { code: 'invalid-utf8', at: { file, line, column, endLine: line, endColumn: column + 1 }, message };
}

function neighboursOf(tree: Tree): Neighbours {
  return {
    read: path => {
      const text = readText(tree, path);
      return text.kind === 'text' ? text.text : undefined;
    },
  };
}

function compareFacts(a: Fact, b: Fact): number {
  return (
    compareLocations(a.at, b.at) ||
    (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.detector < b.detector ? -1 : a.detector > b.detector ? 1 : 0)
  );
}

function distinctDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map(
    diagnostics.map(diagnostic => [
      `${diagnostic.code}#${diagnostic.at.file}#${diagnostic.at.line}#${diagnostic.message}`,
      diagnostic,
    ]),
  );
  return [...seen.values()].toSorted((a, b) => compareLocations(a.at, b.at) || (a.code < b.code ? -1 : 1));
}
