import type { FileSurvey } from '@wattline/engine/preview';
import type { StageName } from '@wattline/topology';
import {
  PRICE_LIST,
  s3GetPer1000,
  s3PutPer1000,
  sqsPerMillion,
  vcpuPerHour,
} from '@wattline/topology/prices';
import { measured } from './measured.ts';
import { bytesOf, type Requests, type RunShape, requestsOf, shuffleBytes } from './requests.ts';

/** Who does the work. */
export interface Workers {
  /** Tasks of each stage. */
  readonly tasks: number;
  readonly vcpu: number;
  /** Of this machine. */
  readonly cores: number;
  readonly rowsPerPart: number;
  /** US dollars for one vCPU and hour; default: by the price list. */
  readonly vcpuHour?: number | undefined;
}

/** What the run of one file takes: about. */
export interface RunEstimate {
  readonly parts: number;
  readonly partitions: number;
  readonly requests: Readonly<Record<StageName, Requests>>;
  readonly shuffleBytes: number;
  /** Of all training sets, those of horizons and folds too. */
  readonly trainingBytes: number;
  readonly diskBytes: number;
  readonly memoryBytes: number;
  readonly seconds: {
    /** The whole chain in `wattline run` on this machine. */
    readonly machine: number;
    /** From the event to the seal, on the tasks. */
    readonly tasks: number;
    /** Of that, what one of them does alone. */
    readonly alone: number;
  };
  readonly cpuSeconds: number;
  readonly usd: {
    readonly requests: number;
    /** Where tasks are gone once they have nothing to do. */
    readonly instances: number;
    /** Where all stay until the seal. */
    readonly instancesThatStay: number;
  };
}

const { file, cpu } = measured;

/** Processor seconds of each step, scaled by what it goes through. */
const cpuOf = ({
  textBytes,
  rows,
  values,
  featureRows,
  featureColumns,
  trainingCopies,
  cuts,
}: FileSurvey) => {
  const byBytes = textBytes / file.textBytes;
  const byCells = (rows * values) / file.cells;
  const byFeatures = (featureRows * featureColumns) / file.featureCells;
  return {
    upload: cpu.upload * byBytes,
    reading: (cuts > 0 ? cpu.readingInCuts : cpu.reading) * byBytes,
    settling: (cpu.settling + cpu.profile) * byCells,
    features: cpu.features * byFeatures,
    trainingSets: cpu.trainingSets * byFeatures * trainingCopies,
    stores: cpu.stores * byBytes,
  };
};

/** Peak of the largest process: between what was measured, and no more beyond. */
export const memoryFor = (rows: number): number => {
  const points = measured.memory;
  const above = points.findIndex((point) => point.rows >= rows);
  const to = points[above];
  const from = points[above - 1];
  if (to === undefined) return points.at(-1)?.bytes ?? 0;
  if (from === undefined) return to.bytes;
  return from.bytes + ((to.bytes - from.bytes) * (rows - from.rows)) / (to.rows - from.rows);
};

/** Parts of transform and aggregate, and what they are put together of: whole buckets, and periods of large ones. */
const dividedBy = (
  { rows, buckets, periods }: FileSurvey,
  rowsPerPart: number,
): Pick<RunShape, 'parts' | 'units'> => {
  const units = rows / buckets >= 2 * rowsPerPart ? buckets * periods : buckets;
  return { units, parts: Math.max(1, Math.min(units, Math.ceil(rows / rowsPerPart))) };
};

const secondsOf = (survey: FileSurvey, shape: RunShape, { tasks, vcpu, cores }: Workers) => {
  const steps = cpuOf(survey);
  const all = Object.values(steps).reduce((sum, seconds) => sum + seconds, 0);
  const { bandwidth, settlingCores, busyCores } = measured;
  const moved = bytesOf(shape);
  const isShared = survey.cuts > 0;
  const shared =
    (isShared ? steps.reading : 0) + steps.features + steps.stores + (moved.readings * 2) / bandwidth;
  // What one brings before it can work: the file, what others read of it, and at the end all features. It lends a text.
  const brought = survey.bytes + survey.lentBytes + moved.cuts + moved.features;
  const alone =
    measured.startSeconds +
    (steps.settling + (isShared ? 0 : steps.reading)) / Math.min(vcpu, settlingCores) +
    steps.trainingSets +
    brought / bandwidth;
  const useful = Math.min(tasks, Math.max(shape.parts, survey.cuts, 1));
  return {
    machine: measured.startSeconds + all / Math.min(cores, busyCores),
    tasks: shared / (useful * vcpu) + alone,
    alone,
    /** On the tasks: the upload is done elsewhere. */
    cpu: measured.startSeconds + all - steps.upload,
  };
};

/** What the run of a file takes as the first of its dataset. */
export const estimateRun = (survey: FileSurvey, workers: Workers): RunEstimate => {
  const { tasks, vcpu, rowsPerPart, vcpuHour = vcpuPerHour } = workers;
  const { cuts, textBytes, rows } = survey;
  const shape: RunShape = {
    ...survey,
    ...dividedBy(survey, rowsPerPart),
    cutsByOthers: Math.floor((cuts * (tasks - 1)) / tasks),
  };
  const requests = requestsOf(shape);
  const seconds = secondsOf(survey, shape, workers);
  const trainingBytes = bytesOf(shape).trainingSets;
  const sum = (kind: keyof Requests): number =>
    Object.values(requests).reduce((total, one) => total + one[kind], 0);
  const perSecond = (vcpu * vcpuHour) / 3_600;
  return {
    parts: shape.parts,
    partitions: shape.buckets * shape.periods,
    requests,
    shuffleBytes: Math.round(shuffleBytes(shape)),
    trainingBytes: Math.round(trainingBytes),
    // What was measured has each row in one training set.
    diskBytes: Math.round(measured.diskPerByte * textBytes + trainingBytes * (1 - 1 / survey.trainingCopies)),
    memoryBytes: Math.round(memoryFor(rows)),
    seconds: { machine: seconds.machine, tasks: seconds.tasks, alone: seconds.alone },
    cpuSeconds: seconds.cpu,
    usd: {
      requests:
        ((sum('puts') + sum('lists')) * s3PutPer1000 + sum('gets') * s3GetPer1000) / 1_000 +
        (sum('messages') * measured.requestsPerMessage * sqsPerMillion) / 1e6,
      // The one that works alone, and all of them for what is shared.
      instances: perSecond * (seconds.alone + tasks * (seconds.tasks - seconds.alone)),
      instancesThatStay: perSecond * tasks * seconds.tasks,
    },
  };
};

/** Where prices are of. */
export const priceRegion = { region: PRICE_LIST.region, asOf: PRICE_LIST.asOf } as const;
