import type { FilePlan, PlannedFile } from '../file-plan/plan-files.ts';
import { bytesText, countText, durationText } from './numbers.ts';
import { printable } from './printable.ts';
import { tableText } from './table.ts';

const secondsText = (seconds: number): string =>
  durationText(seconds < 10 ? Math.round(seconds * 10) * 100 : Math.round(seconds) * 1_000);

/** Three digits: what is estimated has no more. */
const about = (count: number, isExact: boolean): string => {
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 2);
  return isExact ? countText(count) : `about ${countText(Math.round(count / digits) * digits)}`;
};

const dollars = (usd: number): string =>
  usd < 0.0001 ? 'less than $0.0001' : `$${usd.toFixed(usd >= 0.1 ? 2 : 4)}`;

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${countText(Math.round(count))} ${count === 1 ? one : many}`;

const lookedAt = {
  whole: 'all of it looked at',
  sample: 'a sample looked at',
  part: 'its first part looked at',
};

const total = (plan: FilePlan, of: (file: PlannedFile) => number): number =>
  plan.files.reduce((sum, file) => sum + of(file), 0);

/** Rows of no time are all of the first instant of 1970. */
const timesText = (from: string, to: string): string =>
  Date.parse(from) === 0 && Date.parse(to) === 0
    ? 'of no time'
    : `${from.slice(0, 10)} to ${to.slice(0, 10)}`;

const fileLines = (file: PlannedFile): string[][] => {
  const isExact = file.decidedFrom === 'whole';
  const { columns, series, from, to, cuts, parts, partitions } = file;
  const seriesText = series === 1 ? '' : `, ${about(series, isExact)} series`;
  return [
    ['file', `${file.file} (${bytesText(file.bytes)}, ${file.kind}; ${lookedAt[file.decidedFrom]})`],
    [
      'rows',
      `${about(file.rows, isExact)} × ${counted(columns, 'column')}${seriesText}, ${timesText(from, to)}`,
    ],
    ['features', `${about(file.featureRows, isExact)} rows × ${counted(file.featureColumns, 'column')}`],
    ['training sets', `about ${bytesText(file.trainingBytes)} in ${counted(file.trainingFiles, 'file')}`],
    [
      'work',
      `${cuts === 0 ? 'read by one worker' : `read in ${counted(cuts, 'cut')}`}, ${counted(parts, 'part')}, ${counted(partitions, 'partition')}`,
    ],
  ];
};

const stages = ['ingest', 'transform', 'aggregate', 'publish'] as const;

/** What runs of files would take. */
export const filePlanText = (raw: FilePlan): string => {
  const plan = printable(raw);
  const { files, workers, prices, uploads } = plan;
  const sum = (of: (file: PlannedFile) => number): number => total(plan, of);
  const asked = (
    kind: 'puts' | 'gets' | 'lists' | 'messages',
    of: readonly (typeof stages)[number][] = stages,
  ) => sum(({ requests }) => of.reduce((all, stage) => all + requests[stage][kind], 0));
  const requestLine = (of: readonly (typeof stages)[number][]): string =>
    `${counted(asked('puts', of), 'put')}, ${counted(asked('gets', of), 'get')}, ${counted(asked('lists', of), 'list')}, ${counted(asked('messages', of), 'message')}`;
  const memory = Math.max(...files.map(({ memoryBytes }) => memoryBytes));
  const requests = sum(({ usd }) => usd.requests);
  const instances = sum(({ usd }) => usd.instances);
  const stay = sum(({ usd }) => usd.instancesThatStay);
  const { tasks, vcpu, cores } = workers;
  const lines = [
    ...files.flatMap((file) => [...fileLines(file), ...file.warnings.map((warning) => ['warning', warning])]),
    [
      'this machine',
      `about ${secondsText(sum(({ seconds }) => seconds.machine))} on ${counted(cores, 'core')}, ${bytesText(sum(({ diskBytes }) => diskBytes))} of disk, ${bytesText(memory)} of memory`,
    ],
    [
      counted(tasks, 'task'),
      `about ${secondsText(sum(({ seconds }) => seconds.tasks))} with ${vcpu} vCPU${tasks > 1 ? ` each; one of them alone does ${secondsText(sum(({ seconds }) => seconds.alone))} of it` : ''}`,
    ],
    ['shuffle', `about ${bytesText(sum(({ shuffleBytes }) => shuffleBytes))} from worker to worker`],
    ['requests', requestLine(stages)],
    ...stages.map((stage) => [`  ${stage}`, requestLine([stage])]),
    [
      'cost',
      `about ${dollars(requests + instances)}: requests ${dollars(requests)}, instances ${dollars(instances)}${tasks > 1 ? ` (${dollars(stay)} where all tasks stay to the end)` : ''}; prices of ${prices.region} on ${prices.asOf}`,
    ],
    ...(uploads > 0
      ? [['not counted', `joining the dataset’s ${counted(uploads, 'upload')} so far`]]
      : files.length > 1
        ? [
            [
              'not counted',
              'joining the files of one dataset: later ones make the periods that they share again',
            ],
          ]
        : []),
  ];
  return tableText(lines);
};
