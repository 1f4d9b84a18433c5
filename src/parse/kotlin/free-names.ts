/** What Kotlin gives to every file and programs do not declare anew; `it`, `field` and the like are no imports at all. */
export const GIVEN: ReadonlySet<string> = new Set(
  [
    'it field super this dynamic Any Unit Nothing String Int Long Short Byte Char Boolean Double',
    'Float List Map Set Collection Iterable Array MutableList MutableMap MutableSet apply also let',
    'run with lazy println print require requireNotNull check checkNotNull error TODO repeat takeIf',
    'takeUnless runCatching buildList buildMap emptyList emptyMap emptySet listOf mapOf setOf',
    'arrayOf mutableListOf mutableMapOf',
  ].flatMap(line => line.split(' ')),
);
