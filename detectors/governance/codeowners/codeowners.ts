import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { isPlaceholderOwner } from '../placeholder.ts';

export const codeowners = defineDetector({
  id: 'codeowners',
  title: 'CODEOWNERS',
  kind: 'governance',
  docs: 'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners',
  reads: 'text',
  files: ['CODEOWNERS', '.github/CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'],
  roles: ['product', 'documentation'],
  emits: ['artefact'],
  limits: [
    'Whether an owner exists and may write is known to the hosting platform alone. GitLab sections are read for their default owners, not for their approval counts.',
  ],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => {
    let sectionOwners: readonly string[] = [];
    let offset = 0;
    return file.lines.flatMap((line, index): FactBody[] => {
      const start = offset;
      offset += line.length + (file.text.startsWith('\r\n', offset + line.length) ? 2 : 1);
      // No path is that long; a longer line is not written by people.
      const text = line.length > 2_000 ? '' : line.replace(/(^|\s)#.*$/, '').trim();
      const section = /^\^?\[[^\]]{1,200}\](?:\[\d+\])?(.*)$/.exec(text);
      if (section) {
        sectionOwners = ownersOf((section[1] ?? '').split(/\s+/));
        return [];
      }
      const [pattern, ...rest] = text.split(/(?<!\\)\s+/);
      if (!pattern || isUnsupported(pattern)) return [];
      // A line with anything that is no owner is an error, and the platform skips it as a whole.
      const written = rest.filter(word => word !== '');
      const owners = ownersOf(written);
      if (owners.length !== written.length) return [];
      const effective = owners.length > 0 ? owners : sectionOwners;
      const indent = line.length - line.trimStart().length;
      const placeholders = effective.filter(isPlaceholderOwner);
      return [
        {
          kind: 'artefact',
          artefact: 'code-owners',
          at: file.locate(start + indent, start + indent + pattern.length),
          pattern: pattern.replace(/\\ /g, ' '),
          owners: effective,
          order: index,
          ...(placeholders.length > 0 && placeholders.length === effective.length
            ? { rejected: [{ rule: 'G16', why: `${placeholders.join(', ')} is a placeholder` }] }
            : {}),
        },
      ];
    });
  },
});

/** `!` and `[a-z]` of gitignore have no meaning in CODEOWNERS. */
function isUnsupported(pattern: string): boolean {
  return pattern.startsWith('!') || /\[[^\]]{0,200}\]/.test(pattern);
}

function ownersOf(words: readonly string[]): readonly string[] {
  return words.filter(word => /^@{1,2}[\w.-]+(?:\/[\w.-]+)*$/.test(word) || /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(word));
}
