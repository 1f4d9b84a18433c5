/** Product code of Go; tests are told by their names. */
export const GO_FILES: readonly string[] = ['**/*.go'];
