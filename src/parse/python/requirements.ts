/** Which packages from elsewhere a project says that it needs. */

/** Whether a file lists what a project needs. */
export function isRequirements(name: string): boolean {
  return /^(?:requirements[\w.-]{0,60}\.(?:txt|in)|pyproject\.toml|setup\.py|setup\.cfg|Pipfile)$/.test(name);
}

/** Longer files are read in part. */
const READ = 200_000;

/** The names of packages in such a file as imports write them: small, with underscores. A name that is no package may be among them. */
export function requiredNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const line of text.slice(0, READ).split('\n')) {
    for (const pattern of REQUIREMENTS) {
      const name = pattern.exec(line.slice(0, LINE))?.[1];
      if (name !== undefined && name !== 'version') names.add(name.toLowerCase().replaceAll(/[-.]/g, '_'));
    }
    for (const [, name = ''] of line.slice(0, LINE).matchAll(QUOTED))
      names.add(name.toLowerCase().replaceAll(/[-.]/g, '_'));
  }
  return names;
}

const LINE = 1_000;

const REQUIREMENTS: readonly RegExp[] = [
  // `flask`, `flask[async]==2.0`, alone on a line, perhaps in quotes.
  /^\s*["']?([A-Za-z][\w.-]*)["']?,?\s*(?:$|[#;])/,
  /^\s*["']?([A-Za-z][\w.-]*)\s*(?:\[[\w, -]*\])?\s*(?:[=<>!~]=|[<>@~])/,
  // `flask = "^2.0"`, `flask = { version = "2.0" }`
  /^\s*["']?([A-Za-z][\w.-]*)["']?\s*=\s*(?:["'][\^~<>=*\d]|\{)/,
];

/** `["flask>=2.0", "redis"]` on one line. */
const QUOTED = /["']([A-Za-z][\w.-]*)(?:\[[\w, -]*\])?\s*(?:[=<>!~]=|[<>~])/g;
