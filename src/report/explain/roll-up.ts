/** An organisation API by API: how its weight spreads over levels, its teams, and the mitigation matrix. */
import type { Report, ReportApi, ReportDomains, ReportStages } from '../../core/report.ts';
import { teamsOf } from '../../core/team.ts';
import { percentText, spreadCells } from '../roll-up.ts';
import { gradeText, plural } from '../words.ts';
import { evidenceLines } from './evidence.ts';
import { field, section, table } from './lines.ts';

type Lines = readonly string[];

const LEVELS = ['established', 'emerging', 'non-existent', 'not known'];
const ALONE = 'each API is judged on its own; what was not read is weight of which nothing is known';

const EXTERNAL = 'what could not be seen to be internal counts as external';

export function listDistribution(report: Report): Lines {
  const models = domainsOf(report).filter(({ distribution }) => distribution.length > 0);
  return [
    'distribution · for how much of the weight of APIs a level is true',
    ...field('note', models.length === 0 ? 'there are no two APIs to compare' : [ALONE, EXTERNAL]),
    ...models.flatMap(({ model, domains, distribution }) =>
      domains
        .filter(domain => distribution.some(row => row.domain === domain.id))
        .flatMap(domain =>
          section(
            `${domain.title} · ${gradeText(domain)} together${models.length === 1 ? '' : ` · ${model}`}`,
            table([
              ['by', '', 'weight', 'emerging or better', ...LEVELS],
              ...distribution
                .filter(row => row.domain === domain.id)
                .map(row => [
                  row.by,
                  row.by === 'all' ? '' : (row.value ?? NONE),
                  percentText(row.weight),
                  percentText(row.levels.established + row.levels.emerging),
                  ...spreadCells(row),
                ]),
            ]),
          ),
        ),
    ),
  ];
}

const NONE = '(none known)';

export function listTeams(report: Report): Lines {
  const teams = teamsOf(report.apis);
  const apis = new Map<string | null, readonly ReportApi[]>();
  for (const api of report.apis) {
    const team = teams.get(api.id) ?? null;
    apis.set(team, [...(apis.get(team) ?? []), api]);
  }
  const names = [...apis.keys()].toSorted((a, b) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1));
  const count = names.filter(name => name !== null).length;
  const [models] = domainsOf(report);
  const spread = (domain: string, value: string | null) =>
    models?.distribution.find(row => row.by === 'team' && row.domain === domain && row.value === value);
  const domains = models === undefined || models.distribution.length === 0 ? [] : models.domains;
  const rows = names.map(name => {
    const own = apis.get(name) ?? [];
    const lent = own.filter(api => api.owner === null && name !== null).length;
    const weight = spread(domains[0]?.id ?? '', name)?.weight;
    return [
      name ?? NONE,
      `${plural(own.length, 'API')}${lent === 0 ? '' : `, ${lent} of them by their repository`}`,
      weight === undefined ? '' : percentText(weight),
      ...domains.map(({ id }) => {
        const row = spread(id, name);
        return row === undefined ? '' : spreadCells(row).join('/').replaceAll(' %', '');
      }),
    ];
  });
  return [
    `teams · ${plural(count, 'team')} of ${plural(report.apis.length, 'API')}`,
    ...field('note', [
      'the team of an API is its owner, or the one owner of the other APIs of its repository',
      ...(domains.length === 0 ? [] : [`per cent of its weight: ${LEVELS.join('/')}`, ALONE]),
    ]),
    ...section('each', table([['team', 'APIs', 'weight', ...domains.map(({ title }) => title)], ...rows])),
    ...(count === 0 ? [] : section('judged as a whole', ['--of team:NAME'])),
  ];
}

export function listMatrix(report: Report): Lines {
  const matrices = stagesOf(report).filter(({ matrix }) => matrix.length > 0);
  return [
    'matrix · which risks each API mitigates',
    ...field('note', matrices.length === 0 ? 'no model has a matrix, or there is no API' : LEGEND),
    ...matrices.flatMap(({ title, matrix }) =>
      section(
        `${title}: ${matrix.filter(({ passes }) => passes === 'yes').length} of ${plural(matrix.length, 'API')} pass`,
        table([
          ['API', ...(matrix[0]?.risks ?? []).map(({ id }) => id), 'passes'],
          ...matrix.map(row => [apiName(report, row.api), ...row.risks.map(cellOf), WORDS[row.passes]]),
        ]),
      ),
    ),
  ];
}

const LEGEND = '? is not known, n-a does not apply; apiassay explain matrix:API gives the reasons';
const WORDS = { yes: 'yes', no: 'no', unknown: '?' } as const;

type Risk = ReportStages['matrix'][number]['risks'][number];

/** Where it is not known whether the risk applies, a missing mitigation is not known to matter. */
function cellOf({ applies, mitigated }: Risk): string {
  if (applies === 'no') return 'n-a';
  return applies === 'unknown' && mitigated === 'no' ? '?' : WORDS[mitigated];
}

/** `matrix:API`, by id or title: the reasons for each risk. */
export function explainMatrix(report: Report, id: string): Lines | undefined {
  if (!id.startsWith('matrix:')) return undefined;
  const name = id.slice('matrix:'.length);
  const apis = report.apis.filter(api => api.id === name || api.title === name);
  const lines = apis.flatMap(api =>
    stagesOf(report).flatMap(({ title, matrix }) =>
      matrix.filter(row => row.api === api.id).flatMap(row => mitigationLines(api, title, row)),
    ),
  );
  return lines.length === 0 ? undefined : lines;
}

function mitigationLines(api: ReportApi, title: string, row: ReportStages['matrix'][number]): Lines {
  return [
    `${api.title} · ${title} · passes: ${WORDS[row.passes]}`,
    ...field('id', api.id),
    ...field('threats', row.threats.length === 0 ? 'none dominates it' : row.threats.join(', ')),
    ...section(
      'risks: mitigated, whether it must be, why',
      table(
        row.risks.map(risk => [
          risk.id,
          cellOf(risk),
          risk.mustHold ? 'must be' : '',
          `${risk.applies === 'no' ? 'it does not apply; ' : risk.applies === 'unknown' ? 'whether it applies is not known; ' : ''}${risk.why}`,
        ]),
      ),
    ),
  ];
}

export function listInherited(report: Report): Lines {
  const { view } = report;
  if (view === null) return ['inherited · nothing: the report is about the whole of its target'];
  const ids = new Set(view.inherited);
  const evidence = report.evidence.filter(({ id }) => ids.has(id));
  return [
    `inherited · ${evidence.length} of ${plural(report.evidence.length, 'piece')} of evidence; ${report.apis.length} of ${plural(view.whole.apis, 'API')} of ${report.target.name} are of ${view.kind} ${view.name}`,
    ...section(
      'of the organisation, and of repositories that hold APIs of others',
      evidence.flatMap(item => evidenceLines(report, item)),
    ),
    ...section(
      'worth less for what stands in the rest of the target',
      table(view.limits.map(({ evidence: id, most, why }) => [id, `E${most} at most`, why])),
    ),
  ];
}

function apiName(report: Report, id: string): string {
  return report.apis.find(api => api.id === id)?.title ?? id;
}

function domainsOf(report: Report): readonly ReportDomains[] {
  return report.assessments.filter((each): each is ReportDomains => each.kind === 'domains');
}

function stagesOf(report: Report): readonly ReportStages[] {
  return report.assessments.filter((each): each is ReportStages => each.kind === 'stages');
}
