/** Files that hold Ruby. */
export const RUBY_FILES: readonly string[] = ['**/*.{rb,ru}'];
