import type { Spec } from '@wattline/spec';
import type { Finding } from '../inspect/finding.ts';
import type { IngestReceipt } from '../receipt.ts';
import { durationText } from './cadence.ts';
import type { SeriesSteps, StepSince } from './series-steps.ts';

const KEY = 'time.cadences';
const EVERY = 'a reading every ';

/** So many ways are written out. */
const MOST = 3;
/** So many steps of one series are. */
const MOST_STEPS = 4;

const time = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

/** `30m until 2021-10-01 00:00, then 5m`. */
const stepWords = (steps: readonly StepSince[]): string => {
  const shown = steps.slice(0, MOST_STEPS).map(({ ms }, i) => {
    const until = steps[i + 1]?.since;
    return `${durationText(ms)}${until === undefined ? '' : ` until ${time(until)} UTC`}`;
  });
  const more = steps.length - shown.length;
  return `${shown.join(', then ')}${more === 0 ? '' : `, and ${more} more change${more === 1 ? '' : 's'}`}`;
};

const seriesWords = ({ steps, count, names }: SeriesSteps): string => {
  const more = count - names.length;
  const named = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(' and ');
  return `${stepWords(steps)} for ${named}`;
};

/** How the readings of a file come: `15m for A and B; 60m for C`, without an endless list. */
const cadenceWords = (ways: readonly SeriesSteps[], hasEntities: boolean): string => {
  const [only] = ways;
  if (only !== undefined && ways.length === 1 && (!hasEntities || only.count === 1))
    return stepWords(only.steps);
  const shown = ways.filter(({ steps }) => steps.length > 0).slice(0, MOST);
  const rest = ways.filter((way) => !shown.includes(way)).reduce((sum, { count }) => sum + count, 0);
  return [...shown.map(seriesWords), ...(rest === 0 ? [] : [`otherwise for ${rest} more`])].join('; ');
};

/** What a receipt says of how readings come: `15m`, or `15m for A; 1h for B`. */
export const cadenceIn = ({ evidence, source }: Pick<IngestReceipt, 'evidence' | 'source'>): string =>
  evidence.find(({ key }) => key === KEY)?.decision.slice(EVERY.length) ?? source.cadence;

/** What the receipt says of readings that do not all come alike. */
export const cadenceEvidence = (
  ways: readonly SeriesSteps[] | undefined,
  { entity }: Pick<Spec, 'entity'>,
  timeName: string,
): Finding[] =>
  ways === undefined
    ? []
    : [
        {
          about: timeName,
          decision: `${EVERY}${cadenceWords(ways, entity !== undefined)}`,
          because: 'the readings of each series come so for a while; gaps and jitter aside',
          alternatives: ['cadences: one, with time.cadence for all'],
          key: KEY,
        },
      ];
