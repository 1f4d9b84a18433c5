/** Programming languages by file extension. */

const LANGUAGES: Readonly<Record<string, readonly string[]>> = {
  'c-sharp': ['cs'],
  c: ['c', 'h'],
  clojure: ['clj', 'cljc', 'cljs'],
  cpp: ['cc', 'cpp', 'cxx', 'hh', 'hpp'],
  crystal: ['cr'],
  dart: ['dart'],
  elixir: ['ex', 'exs'],
  erlang: ['erl'],
  'f-sharp': ['fs', 'fsx'],
  go: ['go'],
  groovy: ['groovy'],
  haskell: ['hs'],
  java: ['java'],
  javascript: ['js', 'jsx', 'mjs', 'cjs'],
  kotlin: ['kt', 'kts'],
  lua: ['lua'],
  perl: ['pl', 'pm'],
  php: ['php'],
  python: ['py'],
  ruby: ['rb', 'ru'],
  rust: ['rs'],
  scala: ['scala'],
  swift: ['swift'],
  typescript: ['ts', 'tsx', 'mts', 'cts'],
  'visual-basic': ['vb'],
  zig: ['zig'],
  // Single-file components: their scripts are JavaScript, their files are not.
  astro: ['astro'],
  svelte: ['svelte'],
  vue: ['vue'],
};

const BY_EXTENSION: ReadonlyMap<string, string> = new Map(
  Object.entries(LANGUAGES).flatMap(([language, extensions]) =>
    extensions.map(extension => [extension, language] as const),
  ),
);

/** Kebab-case name of the language a file is written in, or `undefined` for everything that is no program. */
export function languageOf(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? undefined : BY_EXTENSION.get(name.slice(dot + 1).toLowerCase());
}
