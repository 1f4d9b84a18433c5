/** What manifests of package managers list, by the name of the file. Texts are searched line by line; nothing is resolved. */

export type Listed = {
  readonly name: string;
  /** As written: a version, or a range in the manager's own words. Empty where none is. */
  readonly version: string;
  /** Offsets of the name in the text. */
  readonly start: number;
  readonly isDevelopment?: true;
};

export type ManifestReader = {
  readonly files: RegExp;
  readonly ecosystem: string;
  readonly read: (text: string) => readonly Listed[];
};

/** Sources: the references of the managers. */
export const MANIFEST_READERS: readonly ManifestReader[] = [
  {
    files: /(?:^|\/)go\.mod$/,
    ecosystem: 'go',
    // What only dependencies need is marked as indirect.
    read: text =>
      listedBy(
        text,
        /^(?:require)?[ \t]{1,8}(?<name>[\w.-]{1,100}\.[\w./~-]{1,300})[ \t]{1,8}(?<version>v\d\S{0,100})/gm,
        {
          unless: /\/\/[ \t]{0,8}indirect/,
        },
      ),
  },
  {
    files: /(?:^|\/)(?:requirements[\w.-]{0,60}\.txt|requirements\/[\w.-]{1,60}\.txt)$/,
    ecosystem: 'pypi',
    read: text => listedBy(text, PYTHON_REQUIREMENT, { plain: true }),
  },
  {
    files: /(?:^|\/)pyproject\.toml$/,
    ecosystem: 'pypi',
    // `dependencies = ["Django>=5.2"]`, and Poetry's `django = "^5.2"` below its table.
    read: text => [
      ...inArrays(text),
      ...inTable(text, /^\[tool\.poetry\.dependencies\]/m, TOML_ENTRY),
      ...inTable(text, /^\[tool\.poetry\.(?:dev-dependencies|group\.[\w-]{1,60}\.dependencies)\]/m, TOML_ENTRY).map(
        (one): Listed => ({ ...one, isDevelopment: true }),
      ),
    ],
  },
  {
    files: /(?:^|\/)Pipfile$/,
    ecosystem: 'pypi',
    read: text => inTable(text, /^\[packages\]/m, TOML_ENTRY),
  },
  {
    files: /(?:^|\/)Gemfile$/,
    ecosystem: 'rubygems',
    read: text =>
      listedBy(
        text,
        /^[ \t]{0,20}gem[ \t(]{1,8}["'](?<name>[\w.-]{1,100})["'](?:,[ \t]{0,8}["'](?<version>[^"'\n]{1,60})["'])?/gm,
        {},
      ),
  },
  {
    files: /(?:^|\/)pom\.xml$/,
    ecosystem: 'maven',
    read: text =>
      listedBy(
        text,
        /<(?:parent|dependency)>\s{0,80}<groupId>(?<group>[^<\s]{1,200})<\/groupId>\s{0,80}<artifactId>(?<name>[^<\s]{1,200})<\/artifactId>(?:\s{0,80}<version>(?<version>[^<\s]{1,100})<\/version>)?/g,
        {},
      ),
  },
  {
    files: /(?:^|\/)build\.gradle(?:\.kts)?$/,
    ecosystem: 'maven',
    read: text => [
      ...listedBy(
        text,
        /\bid[ \t(]{1,4}["'](?<name>org\.springframework\.boot)["'][ \t)]{1,4}version[ \t(]{0,4}["'](?<version>[^"'\n]{1,60})["']/g,
        {},
      ),
      ...listedBy(text, /["'](?<group>[\w.-]{1,100}):(?<name>[\w.-]{1,100})(?::(?<version>[^"'\n:]{1,60}))?["']/g, {}),
    ],
  },
  {
    files: /\.csproj$/,
    ecosystem: 'nuget',
    read: text => [
      // ASP.NET Core comes with the framework that a project is built for.
      ...listedBy(text, /<(?<name>TargetFramework)>net(?<version>\d{1,2}\.\d)\b/g, {}),
      ...listedBy(
        text,
        /<PackageReference[^>\n]{0,100}\bInclude="(?<name>[^"\n]{1,200})"(?:[^>\n]{0,100}\bVersion="(?<version>[^"\n]{1,60})")?/g,
        {},
      ),
    ],
  },
];

const PYTHON_REQUIREMENT =
  /^[ \t]{0,4}(?<name>[A-Za-z][\w.-]{0,100})(?:\[[^\]\n]{0,100}\])?[ \t]{0,4}(?<version>(?:==|~=|>=|<=|<|>|!=)[^;#\n\\]{1,80})?/gm;

const TOML_ENTRY =
  /^(?<name>[A-Za-z][\w.-]{0,100})[ \t]{0,4}=[ \t]{0,4}(?:\{[^}\n]{0,100}\bversion[ \t]{0,4}=[ \t]{0,4})?["'](?<version>[^"'\n]{1,60})["']/gm;

type How = {
  /** A line with this is of something else. */
  readonly unless?: RegExp;
  /** Names are the same in any case, and with `-`, `_` and `.`. */
  readonly plain?: boolean;
};

function listedBy(text: string, pattern: RegExp, { unless, plain }: How): readonly Listed[] {
  return [...text.matchAll(pattern)].flatMap(found => {
    const { name, group, version } = found.groups ?? {};
    if (name === undefined) return [];
    const start = found.index + found[0].indexOf(name);
    const end = text.indexOf('\n', found.index + found[0].length);
    if (unless?.test(text.slice(found.index, end < 0 ? undefined : end))) return [];
    const own = plain ? name.toLowerCase().replace(/[-_.]+/g, '-') : name;
    return [{ name: group === undefined ? own : `${group}:${own}`, version: (version ?? '').trim(), start }];
  });
}

/** Entries between the head of a table and the next one. */
function inTable(text: string, head: RegExp, entry: RegExp): readonly Listed[] {
  const from = head.exec(text)?.index;
  if (from === undefined) return [];
  const body = text.indexOf('\n', from);
  const next = /^\[/m.exec(text.slice(body + 1));
  const end = next ? body + 1 + next.index : text.length;
  return listedBy(text.slice(body, end), entry, { plain: true }).map(one => ({ ...one, start: one.start + body }));
}

/** The list of `dependencies` of a project. Source: PEP 621. */
function inArrays(text: string): readonly Listed[] {
  const found = /^dependencies[ \t]{0,4}=[ \t]{0,4}\[/m.exec(text);
  if (!found) return [];
  const from = found.index + found[0].length;
  const end = /^[ \t]{0,8}\]|\][ \t]{0,8}$/m.exec(text.slice(from));
  const body = text.slice(from, end ? from + end.index : text.length);
  return [...body.matchAll(/["']([^"'\n]{1,200})["']/g)].flatMap(item =>
    listedBy(item[1] ?? '', PYTHON_REQUIREMENT, { plain: true }).map(one => ({
      ...one,
      start: one.start + from + item.index + 1,
    })),
  );
}
