import type { FileRole } from './fact.ts';

/** Bytes of one file that is read at all: a larger one is refused unread, and no parser sees it. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

/**
 * Where files come from: a folder, git objects, a fetched repository. The only way in which a stage sees the disk.
 */
export type Tree = {
  /** What a person calls it: a folder's name, `org/repo`. Never an absolute path. */
  readonly name: string;
  /** Commit that is read, when the tree is a git checkout without local changes to listed files. */
  readonly commit?: string;
  /** ISO date of that commit. */
  readonly committedAt?: string;
  /** Date each file was last changed by a commit (`YYYY-MM-DD`), when history is there. */
  readonly changedAt?: (path: string) => string | undefined;
  /** The change that brought each file in, when history reaches back to it. */
  readonly introducedBy?: (path: string) => Introduction | undefined;
  readonly paths: readonly TreePath[];
  /** The bytes of a listed file, or why it cannot be read. Never follows a link out of the root. */
  readonly read: (path: string) => FileContent;
};

/**
 * A change that brought a file in: its day (`YYYY-MM-DD`, UTC), and a digest of who wrote it, when and under which subject.
 * One change that a script makes in many repositories is another commit in each, and has the same digest in all.
 */
export type Introduction = { readonly at: string; readonly by: string };

export type TreePath = {
  readonly path: string;
  readonly kind: 'file' | 'link';
  readonly size?: number;
  /** Path in the tree that a link leads to; absent when it leads out of the root or nowhere. */
  readonly target?: string;
};

export type FileContent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'refused';
      readonly code: 'file-too-large' | 'symlink-leaves-root' | 'unreadable-file' | 'not-a-file';
      readonly why: string;
    };

/** A listed file with what it is for. */
export type ClassifiedFile = {
  readonly path: string;
  readonly role: FileRole;
  /** Id of the component it belongs to. */
  readonly component: string;
  readonly size: number;
};

/** A deployable or buildable unit. */
export type Component = {
  /** The folder, `.` for the root. Also its `path`. */
  readonly id: string;
  readonly path: string;
  readonly name: string;
  /** What made it one: `package.json`, `Dockerfile`, `go.mod` … */
  readonly manifests: readonly string[];
  readonly languages: readonly string[];
  /** Names of its declared dependencies, sorted; development ones are in `developmentDependencies`. */
  readonly dependencies: readonly string[];
  readonly developmentDependencies: readonly string[];
};
