/** `config/environments/development.rb`, `test.rb`: settings for another stage than production. Source: Rails guides, Configuring Rails Applications. */
export function isOfOtherStage(path: string): boolean {
  return /(?:^|\/)config\/environments\/(?!production\.rb$)[^/]+\.rb$|(?:^|\/)(?:test|development|staging)\.rb$/.test(
    path,
  );
}
