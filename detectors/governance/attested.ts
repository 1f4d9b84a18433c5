/** The form of an attestation, the same in YAML, JSON and the front matter of Markdown: docs/attestations.md. */
import type { FactBody } from '../../src/core/fact.ts';
import type { Rejection } from '../../src/core/facts/artefact.ts';
import type { DataDocument } from '../../src/parse/data-file.ts';
import { recordOf, textOf, textsOf, type Data } from './data-values.ts';
import { dateIn } from './markdown.ts';
import { isPlaceholderOwner, isPlaceholderText } from './placeholder.ts';

/** Characters of a text that are kept. */
const LONGEST = 300;
const MOST = 50;

/** The attestation of one document, if it is one. `body` is the text below front matter: it may stand for the summary. */
export function attestationsIn({ value, locate }: DataDocument, body = ''): readonly FactBody[] {
  const root = recordOf(value);
  const version = textOf(root['attestation']);
  if (version === undefined) return [];
  const key = textOf(root['signal']) === undefined ? 'activity' : 'signal';
  const attests = textOf(root[key]);
  const summary = (textOf(root['summary']) ?? body).replace(/\s+/g, ' ').trim().slice(0, LONGEST);
  const authors = namesIn(root['author']);
  const approvers = namesIn(root['approver']);
  const [date, expires] = [dated(root, 'date'), dated(root, 'expires')];
  const rejected: readonly Rejection[] = [
    ...(version === '1'
      ? []
      : [{ rule: 'unknown-version', why: `version ${version.slice(0, 20)} of the form is not known` }]),
    ...(expires === undefined && (root['expires'] ?? undefined) !== undefined
      ? [{ rule: 'undated', why: 'what it gives as its end is no date' }]
      : []),
    ...placeholdersIn(summary, [...authors, ...approvers]),
  ];
  return [
    {
      kind: 'artefact',
      artefact: 'attestation',
      at: locate([attests === undefined ? 'attestation' : key]),
      ...(attests === undefined ? {} : { attests: attests.slice(0, LONGEST) }),
      subjects: namesIn(root['subject']),
      ...(date === undefined ? {} : { date }),
      authors,
      approvers,
      ...(expires === undefined ? {} : { expires }),
      summary,
      links: namesIn(root['links']),
      ...(rejected.length > 0 ? { rejected } : {}),
    },
  ];
}

function namesIn(value: unknown): readonly string[] {
  return textsOf(value)
    .slice(0, MOST)
    .map(text => text.slice(0, LONGEST));
}

function dated(root: Data, key: string): string | undefined {
  return dateIn(textOf(root[key]) ?? '');
}

/** Rule G16, of people and of what is said. */
function placeholdersIn(summary: string, people: readonly string[]): readonly Rejection[] {
  const nobody = people.find(name => isPlaceholderOwner(name.replace(/^[^<]*<([^<>@]+@[^<>]+)>$/, '$1')));
  return [
    ...(nobody === undefined ? [] : [{ rule: 'G16', why: `${nobody} is a placeholder` }]),
    ...(isPlaceholderText(summary)
      ? [{ rule: 'G16', why: 'its summary is a placeholder, or says next to nothing' }]
      : []),
  ];
}
