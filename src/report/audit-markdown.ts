/** The audit of a self-assessment, for a pull request, a wiki or an auditor's file. All text of others is escaped. */
import type { Audit } from '../core/audit.ts';
import { auditPage } from './audit-page.ts';
import type { AuditEntry } from './audit-page.ts';
import { markdownText } from './escape.ts';

export function auditMarkdown(audit: Audit, explainBy: string): string {
  const page = auditPage(audit, explainBy);
  const blocks = [
    `# ${markdownText(page.title)}`,
    `**${markdownText(page.summary)}**`,
    ...page.warnings.map(text => `> **${markdownText(text)}**`),
    ...(page.notes.length > 0 ? [list(page.notes, '')] : []),
    ...page.sections.flatMap(({ title, entries }) => [`## ${title}`, ...entries.map(entryBlock)]),
    ...page.setAside.flatMap(({ title, items }) => [`## ${title}`, list(items, '')]),
    `apiassay ${markdownText(audit.tool.version)}, report ${audit.report.digest}, claims ${audit.claimsFile.sha256}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function entryBlock({ head, fields }: AuditEntry): string {
  const lists = fields.map(({ label, items }) => {
    const [only, ...others] = items;
    return only !== undefined && others.length === 0
      ? `- ${label}: ${markdownText(only)}`
      : `- ${label}:\n${list(items, '  ')}`;
  });
  return [`### ${markdownText(head)}`, ...(lists.length > 0 ? [lists.join('\n')] : [])].join('\n\n');
}

function list(items: readonly string[], indent: string): string {
  return items.map(item => `${indent}- ${markdownText(item)}`).join('\n');
}
