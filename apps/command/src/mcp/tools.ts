import type { ApiClient } from '@wattline/api';
import { z } from 'zod';

/** A question about a running stack that changes nothing. */
export interface McpTool<Schema extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Schema;
  readonly answer: (api: ApiClient, input: z.output<Schema>) => Promise<unknown>;
}

const tool = <const Schema extends z.ZodObject>(definition: McpTool<Schema>): McpTool<Schema> => definition;

const dataset = z.string().min(1).describe('The name of a dataset');
const run = z.string().min(1).describe('The id of a run, as list_runs and history give it');
const version = z
  .string()
  .min(1)
  .default('latest')
  .describe('A version: its id, latest, a time, a run, or the name of a pin');
const limit = (most: number) => z.int().min(1).max(most).default(Math.min(most, 50));

const listDatasets = tool({
  name: 'list_datasets',
  title: 'Datasets',
  description:
    'All datasets: their latest sealed version, its rows, columns and entities, and their last run.',
  input: z.object({}),
  answer: (api) => api.getDatasets({}),
});

const listRuns = tool({
  name: 'list_runs',
  title: 'Runs',
  description: 'Runs, the newest first: what was uploaded, and whether it was sealed, rejected or failed.',
  input: z.object({ dataset: dataset.optional(), limit: limit(200) }),
  answer: (api, query) => api.getRuns({ query }),
});

const receipt = tool({
  name: 'receipt',
  title: 'Receipt of a run',
  description:
    'What became of an upload: stages, rows read, accepted and refused by reason, how the file was read and what spoke for it, warnings, questions it leaves open, the error with its remedy, the version.',
  input: z.object({ run }),
  answer: (api, { run: id }) => api.getRun({ params: { run: id } }),
});

const refusedRows = tool({
  name: 'refused_rows',
  title: 'Refused rows of a run',
  description: 'Why rows of an upload were refused: line, column, value, code and reason of each.',
  input: z.object({ run, offset: z.int().nonnegative().default(0), limit: limit(500) }),
  answer: (api, { run: id, ...query }) => api.getQuarantine({ params: { run: id }, query }),
});

const history = tool({
  name: 'history',
  title: 'History of a dataset',
  description:
    'What happened to a dataset, the newest first: uploads, deletions, restorations, and the version that each led to.',
  input: z.object({ dataset, limit: limit(200) }),
  answer: (api, { dataset: name, limit: most }) =>
    api.getHistory({ params: { dataset: name }, query: { limit: most } }),
});

const featureSet = tool({
  name: 'feature_set',
  title: 'A sealed feature set',
  description:
    'A version: its columns with unit, availability, role and description, its spec, rows and span.',
  input: z.object({ dataset, version }),
  answer: async (api, params) => {
    const { files, ...set } = await api.getFeatureSet({ params });
    return { ...set, files: files.length };
  },
});

const findings = tool({
  name: 'findings',
  title: 'Findings about the readings',
  description:
    'The profile of a version’s readings: gaps, spread and extremes of each column, and what stands out, in words.',
  input: z.object({ dataset, version }),
  answer: (api, params) => api.getProfile({ params }),
});

const difference = tool({
  name: 'difference',
  title: 'Difference of two versions',
  description: 'What changed from one version of a dataset to another: rows, cells, columns, entities, spec.',
  input: z.object({ dataset, from: version.unwrap(), to: version }),
  answer: (api, { dataset: name, ...query }) => api.getDifference({ params: { dataset: name }, query }),
});

const changedCells = tool({
  name: 'changed_cells',
  title: 'Changed cells',
  description:
    'The cells that changed between two versions, with before, after, and the upload and line that changed them. cursor asks for more.',
  input: z.object({
    dataset,
    from: version.unwrap(),
    to: version,
    entity: z.string().optional(),
    columns: z.array(z.string()).optional(),
    cursor: z.string().optional(),
    limit: limit(500),
  }),
  answer: (api, { dataset: name, ...query }) => api.getRowChanges({ params: { dataset: name }, query }),
});

/** Each reads; none changes anything. */
export const mcpTools: readonly McpTool[] = [
  listDatasets,
  listRuns,
  receipt,
  refusedRows,
  history,
  featureSet,
  findings,
  difference,
  changedCells,
] as readonly McpTool[];
