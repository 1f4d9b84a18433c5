import { expect, test } from 'vitest';
import type { ToolRun } from '../../src/core/facts/pipeline.ts';
import { textFile } from '../../src/parse/text-file.ts';
import { toolRunsIn } from './tool-runs.ts';

const OPTIONS = { errexit: true, pipefail: false };

function runs(text: string, folder: string | undefined = '.'): readonly ToolRun[] {
  const place = textFile('ci.sh', 'product', text).locate;
  return toolRunsIn({
    text,
    options: OPTIONS,
    folder,
    place,
    hasCredentials: false,
    secretNames: new Set(['API_TOKEN']),
  });
}

function short(run: ToolRun): string {
  const call = run.call
    ? ` ${run.call.folder ?? '?'}:${run.call.name}${run.call.package === undefined ? '' : `@${run.call.package}`}`
    : '';
  return `${run.activity} ${run.tool}${call} ${run.blocking}`;
}

test.each([
  // Tools whose default does not fail, and the options that change it.
  ['zap-api-scan.py -t openapi.yaml -f openapi', ['dast zap-api-scan yes']],
  ['zap-api-scan.py -t openapi.yaml -f openapi -I', ['dast zap-api-scan no']],
  [
    'docker run --rm -v $PWD:/zap/wrk -t ghcr.io/zaproxy/zaproxy:stable zap-full-scan.py -t $URL',
    ['dast zap-full-scan yes'],
  ],
  ['docker run -d zaproxy/zap-stable zap-baseline.py -t $URL', ['dast zap-baseline no']],
  ['trivy image app:1', ['sca trivy no']],
  ['trivy image --exit-code 1 app:1', ['sca trivy yes']],
  ['trivy config --exit-code=0 infra', ['iac-scan trivy no']],
  ['docker run aquasec/trivy:latest config --exit-code 1 .', ['iac-scan trivy yes']],
  ['semgrep scan --config auto', ['sast semgrep no']],
  ['semgrep scan --config auto --error', ['sast semgrep yes']],
  ['semgrep ci', ['sast semgrep yes']],
  ['bandit -r src --exit-zero', ['sast bandit no']],
  ['gosec -no-fail ./...', ['sast gosec no']],
  ['gosec ./...', ['sast gosec yes']],
  ['brakeman --no-exit-on-warn', ['sast brakeman no']],
  ['checkov -d . --soft-fail', ['iac-scan checkov no']],
  ['gitleaks detect --exit-code 0', ['secret-scan gitleaks no']],
  ['newman run c.json --suppress-exit-code', ['api-test newman no']],
  ['newman run c.json', ['api-test newman yes']],
  ['checkov -d . --soft-fail-on MEDIUM', ['iac-scan checkov unknown']],
  ['checkov -d . -s --soft-fail-on MEDIUM', ['iac-scan checkov no']],
  ['npx lerna run test --no-bail', ['call npm-script **:test no']],
  ['npx lerna run test', ['call npm-script **:test yes']],
  ['sonar-scanner', ['sast sonar no']],
  ['sonar-scanner -Dsonar.qualitygate.wait=true', ['sast sonar yes']],
  ['k6 run --no-thresholds load.js', ['load-test k6 no']],
  ['npm audit --audit-level=none', ['sca npm-audit no']],
  ['vacuum lint --fail-severity none a.yaml', ['spec-lint vacuum no']],
  ['k6 run load.js', ['load-test k6 unknown']],
  ['snyk monitor', ['sca snyk-monitor no']],
  ['snyk code test', ['sast snyk-code yes']],
  ['oasdiff breaking a.yaml b.yaml', ['spec-diff oasdiff no']],
  ['oasdiff breaking a.yaml b.yaml --fail-on ERR', ['spec-diff oasdiff yes']],
  ['pact-broker can-i-deploy --dry-run', ['contract-test pact-can-i-deploy no']],
  ['terraform plan -detailed-exitcode', ['drift terraform-plan yes']],
  ['terraform plan', []],
  ['deck gateway diff', ['drift deck-diff no']],
  ['deck gateway sync kong.yaml', ['deploy deck-sync yes']],
  ['st run openapi.yaml --url "$URL"', ['fuzz schemathesis yes']],
  ['schemathesis run openapi.yaml', ['fuzz schemathesis yes']],
  ['npx @stoplight/spectral-cli lint openapi.yaml', ['spec-lint spectral yes']],
  ['pnpm exec buf breaking api --against x', ['spec-diff buf-breaking yes']],
  ['dredd --dry-run openapi.yaml', []],
  ['mvn -B clean verify -Dmaven.test.failure.ignore=true', ['test maven-test no']],
  ['./mvnw verify -DskipTests', []],
  ['./gradlew test', ['test gradle-test yes']],
  ['kubectl -n prod apply -f k8s', ['deploy kubectl yes']],
  ['flyctl deploy --config x', ['deploy platform-deploy yes']],
  // A name is no run.
  ['echo "semgrep scan"', []],
  ['npm install -g newman', []],
  ['pip install schemathesis', []],
  ['which zap-api-scan.py', []],
  ['# newman run c.json', []],
  ['npm run audit', ['call npm-script .:audit yes']],
  // What stands elsewhere.
  ['npm test', ['call npm-script .:test yes']],
  ['npm run test:api -- --ci', ['call npm-script .:test:api yes']],
  ['npm --prefix server run e2e', ['call npm-script server:e2e yes']],
  ['npm run -w api test', ['call npm-script **:test@api yes']],
  ['pnpm --filter @shop/api test', ['call npm-script **:test@@shop/api yes']],
  ['pnpm turbo run test ${{ matrix.filter }}', ['call npm-script **:test yes']],
  ['npx nx run-many -t lint,test', ['call npm-script **:lint yes', 'call npm-script **:test yes']],
  ['yarn workspace api test', ['call npm-script **:test@api yes']],
  ['yarn jest', ['test jest yes']],
  ['yarn lint', ['call npm-script .:lint yes']],
  ['cd services/web && npm test', ['call npm-script services/web:test yes']],
  ['make -C api lint test', ['call make api:lint yes', 'call make api:test yes']],
  ['make', ['call make .: yes']],
  ['make -i scan', ['call make .:scan no']],
  ['./scripts/scan.sh || true', ['call script .:scripts/scan.sh no']],
  ['bash -e ci/run.sh', ['call script .:ci/run.sh yes']],
  ['bash -c "cd api && npm test"', ['call npm-script api:test yes']],
  ['concurrently "npm:serve" "newman run c.json"', ['call npm-script .:serve yes', 'api-test newman yes']],
  ['nyc --report-dir=x npm run test:api', ['call npm-script .:test:api yes']],
  ['NODE_ENV=test npx cross-env A=b jest test/integration', ['test jest yes']],
  ['timeout 10m st run a.yaml', ['fuzz schemathesis yes']],
  ['node --import tsx --test "test/api/**/*.test.ts"', ['test node-test yes']],
  ['python -m pytest tests', ['test pytest yes']],
  ['poetry run schemathesis run a.yaml', ['fuzz schemathesis yes']],
  ['go run gotest.tools/gotestsum@latest --format x', ['test go-test yes']],
  ['docker compose run --rm api npm test', ['call npm-script .:test yes']],
  ['npm audit fix', []],
  ['npm audit --audit-level=high', ['sca npm-audit yes']],
])('%s', (command, expected) => {
  expect(runs(command).map(short)).toEqual(expected);
});

test('a run has its place, its targets, its rules and what it was given', () => {
  expect(runs('cd api\nzap-api-scan.py -t "$URL" -f openapi -c ../.zap/rules.tsv -z "$API_TOKEN" -I')).toEqual([
    {
      at: { file: 'ci.sh', line: 2, column: 1, endLine: 2, endColumn: 16 },
      activity: 'dast',
      tool: 'zap-api-scan',
      folder: 'api',
      targets: ['$URL'],
      isApiAware: true,
      ruleset: '.zap/rules.tsv',
      blocking: 'no',
      skippable: false,
      hasCredentials: true,
      softened: [
        {
          at: { file: 'ci.sh', line: 2, column: 75, endLine: 2, endColumn: 77 },
          what: '`-I` lets warnings pass, and every alert is a warning unless a rules file says otherwise',
        },
      ],
    },
  ]);
});

test.each([
  ['wrappers in wrappers', 'sudo env npx timeout '.repeat(2_000)],
  ['many lines', 'x || rc=$?\n'.repeat(20_000)],
  ['nested groups', '( { '.repeat(20_000)],
  ['nested conditions', 'if x; then '.repeat(20_000)],
  ['expansions', '$('.repeat(50_000)],
  ['containers', 'docker run -v a '.repeat(5_000)],
  ['functions that call each other', 'f() { f; f; g; }\ng() { f; g; }\nf\n'],
  ['options', `npm ${'--filter x '.repeat(20_000)} run test`],
])('hostile input ends soon: %s', (_name, script) => {
  const start = performance.now();
  runs(script);
  expect(performance.now() - start).toBeLessThan(2_000);
});

test('a deployment tells what it deploys', () => {
  const targets = (text: string): readonly string[] => runs(text).flatMap(run => run.targets);
  expect(targets('kubectl -n prod apply -f deploy/k8s')).toEqual(['deploy/k8s']);
  expect(targets('deck gateway sync deploy/kong.yaml')).toEqual(['deploy/kong.yaml']);
  expect(targets('kubectl rollout restart deployment/shop')).toEqual([]);
});
