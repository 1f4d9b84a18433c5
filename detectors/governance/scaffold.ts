/** What a scaffold or intake form for new APIs brings with it, told by the words of its parameters and questions. */
const BRINGS = [
  ['authentication', /\b(?:auth(?:entication|orization|n|z)?|oidc|oauth2?|jwt)\b/i],
  [
    'description',
    /\b(?:openapi|asyncapi|api[-_ ](?:spec\w*|description|definition)|swagger|protobuf|graphql schema)\b/i,
  ],
  ['owner', /\b(?:owner|owning[-_ ]team|codeowners|team)\b/i],
] as const;

export function bringsOf(text: string): readonly (typeof BRINGS)[number][0][] {
  return BRINGS.filter(([, words]) => words.test(text)).map(([what]) => what);
}
