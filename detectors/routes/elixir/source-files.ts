/** Files that hold programs of Elixir. */
export const ELIXIR_FILES = ['**/*.{ex,exs}'] as const;
