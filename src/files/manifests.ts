/** What build and deployment files say of the unit they describe. */
import { parse as parseJsonc } from 'jsonc-parser';
import { z } from 'zod';

export type Manifest = {
  readonly name?: string;
  /**
   * `unit`: deployed as it is, without programs of its own beside it (a chart). `code`: a unit when its folder holds
   * programs of its own. `none`: describes no unit after all (a `package.json` that only sets the module type).
   */
  readonly makes: 'unit' | 'code' | 'none';
  readonly dependencies: readonly string[];
  readonly developmentDependencies: readonly string[];
};

type Reader = (text: string, file: string) => Manifest | undefined;

/** File names, first match first. Every one of them can make its folder a component. */
const READERS: readonly (readonly [name: RegExp, read: Reader])[] = [
  [/^package\.json$/, readPackageJson],
  [
    /^go\.mod$/,
    text =>
      code(
        /^module[ \t]{1,20}(\S{1,300})/m
          .exec(text)?.[1]
          ?.replace(/\/v\d{1,3}$/, '')
          .split('/')
          .at(-1),
        matches(text, /^(?:require)?[ \t]{1,20}([\w.-]{1,100}\.[\w./~-]{1,300})[ \t]{1,20}v\d/gm),
      ),
  ],
  [/^pom\.xml$/, readPom],
  [
    /^build\.gradle(?:\.kts)?$/,
    text => code(undefined, matches(text, /["']([\w.-]{1,200}:[\w.-]{1,200})(?::[^"'\n]{0,200})?["']/g)),
  ],
  [
    /\.(?:cs|fs|vb)proj$/,
    (text, file) =>
      code(
        file.replace(/\.\w{2}proj$/, ''),
        matches(text, /<PackageReference[^>\n]{0,200}\bInclude="([^"\n]{1,200})"/g),
      ),
  ],
  [
    /^Cargo\.toml$/,
    text =>
      /^\[package\]/m.test(text) ? code(/^name[ \t]{0,20}=[ \t]{0,20}"([^"\n]{1,200})"/m.exec(text)?.[1], []) : NOTHING,
  ],
  [/^pyproject\.toml$/, text => code(/^name[ \t]{0,20}=[ \t]{0,20}["']([^"'\n]{1,200})["']/m.exec(text)?.[1], [])],
  [/^setup\.(?:py|cfg)$/, () => code(undefined, [])],
  [
    /^requirements\.txt$/,
    text =>
      code(
        undefined,
        matches(text, /^([A-Za-z0-9][\w.-]{0,200})/gm).map(name => name.toLowerCase()),
      ),
  ],
  [/^Pipfile$/, () => code(undefined, [])],
  [/^Gemfile$/, text => code(undefined, matches(text, /^[ \t]{0,20}gem[ \t(]{1,20}["']([\w.-]{1,200})["']/gm))],
  [/\.gemspec$/, (_, file) => code(file.replace(/\.gemspec$/, ''), [])],
  [/^composer\.json$/, readComposer],
  [/^mix\.exs$/, text => code(/\bapp:[ \t]{0,20}:(\w{1,200})/.exec(text)?.[1], matches(text, /\{:(\w{1,200}),/g))],
  [/^build\.sbt$/, text => code(/\bname[ \t]{0,20}:=[ \t]{0,20}"([^"\n]{1,200})"/.exec(text)?.[1], [])],
  [/^deno\.jsonc?$/, () => code(undefined, [])],
  [/^serverless\.(?:ya?ml|json)$/, text => unit(/^["']?service["']?:[ \t]{0,20}["']?([\w-]{1,200})/m.exec(text)?.[1])],
  [/^serverless\.[jt]s$/, () => code(undefined, [])],
  [/^template\.(?:ya?ml|json)$/, text => (text.includes('AWS::Serverless') ? unit(undefined) : NOTHING)],
  [/^Chart\.yaml$/, text => unit(/^name:[ \t]{0,20}["']?([\w.-]{1,200})/m.exec(text)?.[1])],
  [/^(?:Dockerfile|Containerfile)$|\.Dockerfile$/i, () => code(undefined, [])],
];

const NOTHING: Manifest = { makes: 'none', dependencies: [], developmentDependencies: [] };

/** Whether a file name is one of a manifest. */
export function isManifest(file: string): boolean {
  return READERS.some(([name]) => name.test(file));
}

/** What a manifest says, or `undefined` when it cannot be read as one. Names alone are taken; nothing is resolved. */
export function readManifest(file: string, text: string): Manifest | undefined {
  return READERS.find(([name]) => name.test(file))?.[1](text, file);
}

const Names = z.record(z.string(), z.unknown()).catch({});

const PackageJson = z.object({
  name: z.string().optional().catch(undefined),
  main: z.unknown().optional(),
  module: z.unknown().optional(),
  exports: z.unknown().optional(),
  bin: z.unknown().optional(),
  scripts: Names.default({}),
  dependencies: Names.default({}),
  optionalDependencies: Names.default({}),
  peerDependencies: Names.default({}),
  devDependencies: Names.default({}),
});

function readPackageJson(text: string): Manifest | undefined {
  const parsed = PackageJson.safeParse(parseObject(text));
  if (!parsed.success) return undefined;
  const {
    name,
    scripts,
    dependencies,
    optionalDependencies,
    peerDependencies,
    devDependencies,
    main,
    module,
    exports,
    bin,
  } = parsed.data;
  const runtime = sorted([dependencies, optionalDependencies, peerDependencies].flatMap(Object.keys));
  const development = sorted(Object.keys(devDependencies));
  const hasEntry =
    [main, module, exports, bin].some(entry => entry !== undefined && entry !== null) ||
    Object.keys(scripts).length > 0 ||
    runtime.length > 0;
  return {
    ...(name === undefined || name === '' ? {} : { name }),
    makes: hasEntry ? 'code' : 'none',
    dependencies: runtime,
    developmentDependencies: development,
  };
}

const ComposerJson = z.object({
  name: z.string().optional().catch(undefined),
  require: Names.default({}),
  'require-dev': Names.default({}),
});

function readComposer(text: string): Manifest | undefined {
  const parsed = ComposerJson.safeParse(parseObject(text));
  if (!parsed.success) return undefined;
  return {
    ...code(parsed.data.name, Object.keys(parsed.data.require)),
    developmentDependencies: sorted(Object.keys(parsed.data['require-dev'])),
  };
}

/** The project's own `artifactId` is the first one outside `parent`. */
function readPom(text: string): Manifest {
  const own = text.replace(/<parent>[^]{0,5000}?<\/parent>/, '');
  const dependencies = [
    ...text.matchAll(
      /<dependency>\s{0,200}<groupId>([^<\s]{1,200})<\/groupId>\s{0,200}<artifactId>([^<\s]{1,200})<\/artifactId>/g,
    ),
  ];
  return code(
    /<artifactId>([^<\s]{1,200})<\/artifactId>/.exec(own)?.[1],
    dependencies.map(found => `${found[1]}:${found[2]}`),
  );
}

/** Comments and trailing commas are forgiven, as the tools that read these files do; anything but an object is not. */
function parseObject(text: string): unknown {
  const errors: { error: number }[] = [];
  const value: unknown = isShallow(text)
    ? parseJsonc(text, errors as never[], { allowTrailingComma: true })
    : undefined;
  return errors.length > 0 ? undefined : value;
}

/** The parser is recursive; no manifest nests a hundred levels. */
function isShallow(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth -= 1;
    if (depth > 100) return false;
  }
  return true;
}

function code(name: string | undefined, dependencies: readonly string[]): Manifest {
  return {
    ...(name === undefined ? {} : { name }),
    makes: 'code',
    dependencies: sorted(dependencies),
    developmentDependencies: [],
  };
}

function unit(name: string | undefined): Manifest {
  return { ...(name === undefined ? {} : { name }), makes: 'unit', dependencies: [], developmentDependencies: [] };
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(found => (found[1] === undefined ? [] : [found[1]]));
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
