import type { StageName } from '@wattline/topology';
import { measured } from './measured.ts';

/** What is asked of an object store, and messages that are sent. */
export interface Requests {
  readonly puts: number;
  readonly gets: number;
  readonly lists: number;
  readonly messages: number;
}

/** What of a run decides how many requests it makes. */
export interface RunShape {
  readonly rows: number;
  readonly values: number;
  readonly featureRows: number;
  readonly featureColumns: number;
  readonly trainingFiles: number;
  readonly trainingCopies: number;
  readonly buckets: number;
  readonly periods: number;
  readonly parts: number;
  /** What parts are put together of: buckets, or the periods of large ones. */
  readonly units: number;
  readonly cuts: number;
  /** Of the cuts, those that other workers read than the one that has the file. */
  readonly cutsByOthers: number;
  /** Stretches of the file that a worker brings for a cut. */
  readonly spansPerCut: number;
  /** Of the text that is unpacked for them. */
  readonly lentBytes: number;
}

/** More than one request, where objects are large. */
const furtherPuts = (bytes: number, objects: number): number =>
  bytes / Math.max(1, objects) <= measured.putBytes ? 0 : Math.ceil(bytes / measured.putBytes) + objects;

/** Bytes of what each stage writes that is large. */
export const bytesOf = ({
  rows,
  values,
  featureRows,
  featureColumns,
  trainingCopies,
  cuts,
  cutsByOthers,
}: RunShape) => {
  const { cut, readings, features, trainingSets } = measured.cellBytes;
  const cells = rows * (values + 2);
  return {
    /** What other workers read of the file. */
    cuts: cuts === 0 ? 0 : (cells * cut * cutsByOthers) / cuts,
    readings: cells * readings,
    rowFeatures: rows * measured.rowFeatureBytes,
    features: featureRows * featureColumns * features,
    trainingSets: featureRows * featureColumns * trainingSets * trainingCopies,
  };
};

/** Bytes that one worker writes and another reads. */
export const shuffleBytes = (shape: RunShape): number => {
  const { cuts, readings, rowFeatures, features } = bytesOf(shape);
  // transform reads the readings, and aggregate reads them again.
  return cuts + 2 * readings + rowFeatures + features;
};

/** What a first upload asks for, from its event to its seal, where nothing goes wrong. */
export const requestsOf = (shape: RunShape): Readonly<Record<StageName, Requests>> => {
  const { rows, buckets, periods, parts, units, cuts, cutsByOthers, spansPerCut, lentBytes } = shape;
  const { trainingFiles } = shape;
  const partitions = buckets * periods;
  const bytes = bytesOf(shape);
  const offered = Math.max(0, cuts - 1);
  const own = cuts - cutsByOthers;
  // Periods that have readings of the one before beside their own.
  const further = units - buckets;
  const isMany = parts > measured.manyParts;
  return {
    ingest: {
      puts:
        8 +
        partitions +
        (periods > 1 ? buckets : 0) +
        (rows >= measured.piecesFromRows ? 2 : 0) +
        // A plan; a claim each, and what others read with its report.
        (cuts > 0 ? 1 + own + 3 * cutsByOthers : 0) +
        (lentBytes > 0 ? 1 + furtherPuts(lentBytes, 1) : 0) +
        furtherPuts(bytes.readings, partitions) +
        furtherPuts(bytes.cuts, cutsByOthers),
      // Messages of cuts that are done are looked up all the same.
      gets: 13 + 2 * Math.max(0, offered - cutsByOthers) + cutsByOthers * (10 + spansPerCut),
      lists: 2 + (cuts > 0 ? 2 : 0),
      messages: 2 + parts + offered,
    },
    transform: {
      puts: 2 + 3 * parts + 2 * units + further + furtherPuts(bytes.rowFeatures, units),
      gets: 2 + 4 * parts + units + 2 * further,
      lists: 1 + parts,
      messages: 2 * parts,
    },
    aggregate: {
      puts: 3 * parts + partitions + furtherPuts(bytes.features, partitions),
      gets: 4 * parts + 3 * units + (further > 0 ? units : 0) + (isMany ? parts : 0),
      // Of many parts, another is looked at before all are.
      lists: isMany ? parts : 2 * parts,
      messages: 1 + parts,
    },
    publish: {
      puts: 11 + trainingFiles + partitions + furtherPuts(bytes.trainingSets, trainingFiles),
      gets: 6 + parts + partitions,
      lists: 2,
      messages: 1,
    },
  };
};
