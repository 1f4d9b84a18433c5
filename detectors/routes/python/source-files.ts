/** Python source files, as globs over the path in the tree. */
export const PYTHON_FILES: readonly string[] = ['**/*.py'];
