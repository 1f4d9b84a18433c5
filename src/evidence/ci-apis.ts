import type { Evidence, Subject } from '../core/evidence.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { ResolvedStep } from './pipelines/resolve.ts';

export type ApiLink = { readonly subject: Subject; readonly rejected?: Evidence['rejected'] };

/**
 * The APIs that a step is about: those whose description it is given, or the only one of the input.
 *
 * Where several could be meant each is named with a rejection (scoring §D.4, ambiguity), so that it is seen and not counted.
 */
export function apisOf(step: ResolvedStep, input: EvidenceInput): readonly ApiLink[] {
  const { apis } = input.inventory;
  const described = apis.filter(api =>
    api.descriptions.some(file =>
      step.targets.some(target => isFile(target, file, step.folder) || isAround(target, file, step.folder)),
    ),
  );
  const meant =
    described.length > 0
      ? described
      : apis.length === 1
        ? apis
        : apis.filter(api => api.component !== '.' && step.folder === api.component);
  if (meant.length > 0) return meant.map(api => ({ subject: { scope: 'api', id: api.id } }));
  return apis.map(api => ({
    subject: { scope: 'api', id: api.id },
    rejected: [{ rule: 'D.4', why: 'it does not say which API it is about' }],
  }));
}

/** Whether a target as written is a file of the tree, seen from the folder of the step or from the root. */
export function isFile(target: string, file: string, folder: string | undefined): boolean {
  const plain = target.replace(/^\.\//, '');
  return plain === file || (folder !== undefined && folder !== '.' && `${folder}/${plain}` === file);
}

/** Whether a target as written is a folder around a file. */
function isAround(target: string, file: string, folder: string | undefined): boolean {
  const plain = target.replace(/^\.\//, '').replace(/\/$/, '');
  if (plain === '' || plain === '.') return folder !== undefined && folder !== '.' && file.startsWith(`${folder}/`);
  return (
    file.startsWith(`${plain}/`) || (folder !== undefined && folder !== '.' && file.startsWith(`${folder}/${plain}/`))
  );
}
