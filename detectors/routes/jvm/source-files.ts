/** Files of Java and Kotlin. */
export const JVM_FILES: readonly string[] = ['**/*.{java,kt,kts}'];
