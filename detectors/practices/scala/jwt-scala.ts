/** Functions of jwt-scala. Source: jwt-scala, `JwtCore`. */
const OBJECTS = ['Jwt', 'JwtCirce', 'JwtJson', 'JwtJson4s', 'JwtUpickle', 'JwtZIOJson', 'JwtSprayJson', 'JwtArgonaut'];

/** The dotted names of these functions of every object that codes tokens. */
export function jwtScala(...names: readonly string[]): readonly string[] {
  return ['pdi.jwt', 'pdi.jwt.algorithms'].flatMap(module =>
    OBJECTS.flatMap(one => names.map(name => `${module}.${one}.${name}`)),
  );
}
