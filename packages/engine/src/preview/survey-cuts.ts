import { type Cuts, cutsOf, cutsOfRows, cutsOfText } from '../ingest/cuts/cuts-of.ts';
import { spansOf } from '../ingest/cuts/spans-of.ts';
import type { Inspected } from '../ingest/inspect/inspect-file.ts';
import type { SurveyPart } from './lay-out-survey.ts';

/** How the whole of a file is read. */
export interface SurveyCuts {
  /** As many cuts as it is read in; 0: as a whole. */
  readonly cuts: number;
  /** Stretches of the file that one worker brings for a cut, on average. */
  readonly spansPerCut: number;
  /** Of the text that whoever unpacks it lends to the others. */
  readonly lentBytes: number;
}

/** Cuts of the whole, of which a part alone was looked at. */
const cutsOfWhole = (
  { decidedFrom, packing, textBytes, rowGroups }: SurveyPart,
  inspected: Inspected,
  cutBytes: number,
): Cuts | undefined => {
  const { content } = inspected.source;
  if (decidedFrom !== 'part') return cutsOf(inspected, cutBytes);
  if (content.kind === 'frames') return content.rowGroups && rowGroups && cutsOfRows(rowGroups, cutBytes);
  return packing !== undefined && content.anywhere ? cutsOfText(textBytes, cutBytes) : undefined;
};

/** How many stretches of a file a worker brings for a cut, on average. */
const spansPerCut = ({ cuts, bytes }: Cuts, { textBytes, packing }: SurveyPart): number => {
  const unpacked = packing === undefined ? undefined : {};
  const counts = cuts.map((cut, index) => {
    const spans = bytes
      ? [...bytes.all, ...bytes.own.slice(index, index + 1)]
      : spansOf(cut, textBytes, unpacked).spans;
    let count = 0;
    let end = -1;
    for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
      if (from > end) count += 1;
      end = Math.max(end, to);
    }
    return count;
  });
  return counts.reduce((sum, count) => sum + count, 0) / counts.length;
};

/** In how many cuts the whole of a file is read, found out from a part. */
export const surveyCuts = (part: SurveyPart, inspected: Inspected, cutBytes: number): SurveyCuts => {
  const cuts = cutsOfWhole(part, inspected, cutBytes);
  if (cuts === undefined) return { cuts: 0, spansPerCut: 0, lentBytes: 0 };
  return {
    cuts: cuts.cuts.length,
    spansPerCut: spansPerCut(cuts, part),
    lentBytes: part.packing === undefined ? 0 : part.textBytes,
  };
};
