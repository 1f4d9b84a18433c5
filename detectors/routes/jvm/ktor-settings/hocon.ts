/** The few things of HOCON that lead to a plain text at a dotted path. Source: HOCON.md, "Syntax", "Paths as keys". */

/** A text and where it stands, as offsets. */
export type Found = { readonly value: string; readonly start: number; readonly end: number };

/** Blocks inside blocks. */
const DEPTH = 40;

/**
 * The last plain value of a path such as `ktor.deployment.rootPath`, written in blocks, with dotted keys, or both. A
 * substitution (`${?ROOT_PATH}`) is no value: what stands before it holds unless the environment says otherwise.
 */
export function hoconText(text: string, wanted: string): Found | undefined {
  const path: string[] = [];
  const opened: number[] = [];
  let found: Found | undefined;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const { key, value, close } = match.groups ?? {};
    if (close !== undefined) {
      path.length = opened.pop() ?? 0;
      continue;
    }
    if (key === undefined || opened.length > DEPTH) continue;
    const keys = key.split('.').map(part => part.replaceAll('"', '').trim());
    if (value === undefined) {
      opened.push(path.length);
      path.push(...keys);
      continue;
    }
    if ([...path, ...keys].join('.') !== wanted || value.startsWith('${')) continue;
    const end = match.index + match[0].length;
    found = { value: value.replace(/^"|"$/g, ''), start: end - value.length, end };
  }
  return found;
}

/** A comment, a key with a block or a plain value, or the end of a block. Each part is bounded by its line. */
const TOKEN =
  /(?:#|\/\/)[^\n]*|(?<key>["\w-][\w."-]{0,200})[ \t]*(?:[=:]?[ \t]*\{|(?:[=:]|\+=)[ \t]*(?<value>"[^"\n]*"|\$\{[^}\n]*\}|[^\s"{[#$][^\s#,}]*))|(?<close>\})|\$\{[^}\n]*\}|"[^"\n]*"/g;
