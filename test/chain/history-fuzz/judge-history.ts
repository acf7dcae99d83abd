import { z } from 'zod';
import { type Act, asUsed, type Shape } from './axes.ts';
import { type ChangeStage, openChainInProcess, type Put } from './chain-in-process.ts';
import type { History } from './history.ts';
import {
  deletedOf,
  differences,
  grownOf,
  latestVersion,
  readSealedSet,
  type SealedSet,
} from './sealed-set.ts';
import { leavesNoTraining, type SpecState, specText, stateAtFirst } from './spec-of.ts';
import { fileOf, isRead, isRefusedWhole, type Union, unionOf } from './union.ts';
import { type WrittenFile, writeFiles } from './write-files.ts';

const FoundSpec = z.object({
  spec: z.looseObject({
    time: z.looseObject({}),
    categories: z.object({ words: z.looseObject({}).optional() }),
  }),
});

/** A dataset is not what its uploads are together. */
export class HistoryDiffers extends Error {
  override readonly name = 'HistoryDiffers';
}

export interface JudgedHistory {
  readonly shape: Shape;
  readonly version: string | undefined;
  /** What was done, in the order in which it arrived. */
  readonly acts: readonly Act[];
  /** Versions that were compared with what is built at once. */
  readonly compared: number;
  readonly refused: number;
}

const arrivalOf = (files: readonly WrittenFile[], { arrival }: Shape): WrittenFile[] => {
  const [first, ...others] = files;
  if (first === undefined) return [];
  switch (arrival) {
    case 'in order':
      return [...files];
    case 'newest first':
      return [...files].reverse();
    case 'shuffled':
      return [...files].sort((a, b) => a.place - b.place);
    case 'twice':
      return [first, ...others, ...[first, ...others].filter(({ place }) => place % 2 === 0)];
  }
};

/** The store's times of uploads, an hour apart: long ago, so that no deletion waits for a file that is yet to join. */
const putAt = (index: number): Date => new Date(Date.UTC(2020, 0, 1, index));

const buildAtOnce = async (
  shape: Shape,
  columns: readonly string[],
  union: Union,
  spec: string,
): Promise<SealedSet> => {
  const chain = await openChainInProcess();
  try {
    await chain.putSpec(spec);
    const upload = await chain.put('all.csv', fileOf(shape, columns, union), putAt(0));
    const { error, version } = await chain.take(upload);
    if (version === undefined)
      throw new HistoryDiffers(`all of it in one file is refused: ${error?.code} ${error?.message}`);
    return await readSealedSet(chain, version);
  } finally {
    await chain.close();
  }
};

/**
 * The spec that a dataset's files showed: how readings come and which words there are is found out again, from all of it
 * in one file.
 */
const foundSpec = (
  set: SealedSet,
  files: readonly WrittenFile[],
  { beside }: Shape,
  { leftOut }: SpecState,
): string => {
  const words = new Set(files.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.words ?? [])));
  const { spec } = FoundSpec.parse(JSON.parse(set.parts.get('manifest') ?? ''));
  const { cadence: _, ...time } = spec.time;
  const { words: category } = spec.categories;
  if ((category !== undefined) !== (beside === 'words' && !leftOut.includes('words')))
    throw new HistoryDiffers(`words are ${category === undefined ? 'not read' : 'read'}`);
  // Where no upload is left that has words, those that were found first stay.
  const categories = category
    ? { words: { ...category, ...(words.size > 0 && { vocabulary: [...words].sort() }) } }
    : {};
  return JSON.stringify({ ...spec, time, categories });
};

const isUpload = ({ deletes }: WrittenFile): boolean => deletes === undefined;

/** The dataset so far, as the model has it. */
interface Known {
  readonly shape: Shape;
  readonly state: SpecState;
  /** In the order in which they were put. */
  readonly files: readonly WrittenFile[];
}

/** By what was there before it: whatever later files replace or delete, and whichever of them joined first. */
const takenOutBy = (
  deletion: WrittenFile,
  shape: Shape,
  state: SpecState,
  files: readonly WrittenFile[],
): number => unionOf(shape, state, files.slice(0, files.indexOf(deletion) + 1)).deleted.get(deletion) ?? 0;

/** Whether a file joins, or is refused and changes nothing. */
const willJoin = (
  file: WrittenFile,
  { shape, state, files: all }: Known,
  joined: readonly WrittenFile[],
): boolean => {
  const uploads = joined.filter(isUpload);
  if (file.deletes !== undefined) {
    const with_ = all.filter((one) => joined.includes(one) || one === file);
    if (unionOf(shape, state, with_).rows.length === 0) return false;
    const target = file.deletes.file;
    if (target === undefined) return takenOutBy(file, shape, state, with_) > 0;
    const earlier = with_.slice(0, with_.indexOf(file));
    // Deleting a deletion takes it back; what is gone already cannot be deleted.
    return (
      earlier.includes(target) &&
      (target.deletes !== undefined || unionOf(shape, state, earlier).counts(target))
    );
  }
  if (isRefusedWhole(file, shape, state)) return false;
  // By other limits, uploads of before are read again.
  const { counts } = unionOf(shape, state, [...joined]);
  if (uploads.some((one) => counts(one) && isRefusedWhole(one, shape, state))) return false;
  if (!isRead('words', shape, state)) {
    const [before, now] = [wordsOf(uploads.filter(counts)), wordsOf([file])];
    // Another word where all rows before have the same: perhaps another series. A category has many words.
    if (before.size === 1 && [...now].some((word) => !before.has(word))) return false;
  }
  const known = new Set(uploads.flatMap(({ columns }) => columns));
  if (uploads.length === 0) return !hasDeclared(shape) || file.columns.includes(shape.beside);
  return shape.columns === 'add' || file.columns.every((name) => known.has(name));
};

const wordsOf = (files: readonly WrittenFile[]): Set<unknown> =>
  new Set(files.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.words ?? [])));

const hasDeclared = ({ spec, beside }: Shape): boolean => spec === 'declared' && beside !== 'nothing';

/** Of so many histories one is lived through again, with its events in order. */
const AGAIN_IN = 8;

/**
 * Lets a dataset grow, and checks after each step that it is what its uploads are together; of some, that another order of
 * events gives the same version. Throws HistoryDiffers where that is not so.
 */
export const judgeHistory = async (history: History, change?: ChangeStage): Promise<JudgedHistory> => {
  const judged = await judgeArrivals(history, change);
  const { arrival } = judged.shape;
  if (canBeAtOnce(judged)) await judgeAtOnce(history, judged, change);
  if (arrival === 'in order' || judged.refused > 0 || history.first.salt % AGAIN_IN > 0) return judged;
  const inOrder = { ...history, shape: { ...judged.shape, arrival: 'in order' as const } };
  const again = await judgeArrivals(inOrder, change);
  if (again.refused === 0 && again.version !== judged.version)
    throw new HistoryDiffers(`${judged.acts.join(', ')}: another version than that of events in order`);
  return judged;
};

/** What is done by the file alone, whatever else arrived before it. */
const byFileAlone: readonly Act[] = [
  'append',
  'late',
  'overlap',
  'correct',
  'empty cells',
  'same file',
  'gap',
  'new entity',
];

/**
 * Without a spec, the first file shows what the dataset is like; with dates, it may have no rows to train on. A fit that
 * stays is that of the version that was made first.
 */
export const canBeAtOnce = ({ shape, acts, refused, version }: JudgedHistory): boolean =>
  refused === 0 &&
  version !== undefined &&
  shape.spec === 'declared' &&
  shape.split === 'shares' &&
  shape.refit === 'always' &&
  acts.every((act) => byFileAlone.includes(act));

/** All events at once, with several workers: uploads that wait become one version, and the last has all of them. */
const judgeAtOnce = async (
  history: History,
  { version, acts }: JudgedHistory,
  change?: ChangeStage,
): Promise<void> => {
  const shape = asUsed(history.shape);
  const files = writeFiles(history);
  const chain = await openChainInProcess(change, 'together');
  try {
    await chain.putSpec(specText(shape, stateAtFirst(shape, files)));
    const puts: Put[] = [];
    for (const [index, { name, text }] of files.entries())
      puts.push(await chain.put(name, text, putAt(index)));
    for (const { dies } of files) if (dies !== undefined) chain.dieAt(dies.stage, dies.point);
    const receipts = await chain.takeAll(puts);
    const where = `${acts.join(', ')}, all at once`;
    for (const { status, error } of receipts)
      if (status !== 'sealed' && status !== 'superseded')
        throw new HistoryDiffers(`${where}: an upload is ${status} (${error?.code}: ${error?.message})`);
    const found = await latestVersion(chain);
    if (found !== version) throw new HistoryDiffers(`${where}: the version is ${found}, not ${version}`);
    const newest = receipts.toSorted((a, b) => Number(grownOf(b).entry) - Number(grownOf(a).entry))[0];
    if (newest?.version !== version)
      throw new HistoryDiffers(`${where}: the newest entry is in ${newest?.version}, not in ${version}`);
  } finally {
    await chain.close();
  }
};

const judgeArrivals = async (history: History, change?: ChangeStage): Promise<JudgedHistory> => {
  const shape = asUsed(history.shape);
  const files = writeFiles(history);
  const chain = await openChainInProcess(change);
  const acts: Act[] = [];
  let compared = 0;
  let refused = 0;
  try {
    const puts = new Map<WrittenFile, Put>();
    for (const [index, file] of files.entries()) {
      const { deletes, name, text } = file;
      const at = putAt(index);
      puts.set(
        file,
        deletes === undefined
          ? await chain.put(name, text, at)
          : await chain.putDeletion(
              {
                ...(deletes.entity !== undefined && { entity: deletes.entity }),
                ...(deletes.from !== undefined && { from: new Date(deletes.from).toISOString() }),
                ...(deletes.to !== undefined && { to: new Date(deletes.to).toISOString() }),
                ...(deletes.file && { upload: puts.get(deletes.file)?.run ?? '' }),
              },
              at,
            ),
      );
    }
    let state = stateAtFirst(shape, files);
    const joined: WrittenFile[] = [];
    const ended = new Map<WrittenFile, boolean>();
    const untrained = new Set<WrittenFile>();
    const sealed: SealedSet[] = [];
    let unsealed = false;
    let last:
      | { readonly file: string; readonly content: string; readonly spec: string; readonly set: SealedSet }
      | undefined;
    for (const file of arrivalOf(files, shape)) {
      const upload = puts.get(file);
      if (upload === undefined) continue;
      acts.push(file.act);
      const where = `after ${acts.join(', ')}`;
      // An event that arrives again changes nothing, whatever the dataset has become.
      const before = ended.get(file);
      const isAgain = before !== undefined;
      const wanted: SpecState = isAgain
        ? state
        : {
            ...state,
            otherFeatures: state.otherFeatures !== (file.act === 'other features'),
            otherLimits: state.otherLimits || file.act === 'other limits',
          };
      if (shape.spec === 'declared') await chain.putSpec(specText(shape, { ...wanted, added: [] }));
      if (file.dies !== undefined) chain.dieAt(file.dies.stage, file.dies.point);
      const joins = before ?? willJoin(file, { shape, state: wanted, files }, joined);
      ended.set(file, joins);
      const receipt = await chain.take(upload);
      // Found when it is sealed, after the dataset has grown by it: a later upload may bring what is missing.
      if (joins && receipt.error?.code === 'SPLIT_WITHOUT_TRAINING') {
        // Its end stays what it was, whatever the dataset has become since.
        if (untrained.has(file)) continue;
        if (isAgain) throw new HistoryDiffers(`${where}: ${receipt.error.message}`);
        untrained.add(file);
        joined.push(file);
        state = wanted;
        const [first] = unionOf(
          shape,
          state,
          files.filter((one) => joined.includes(one)),
        ).rows;
        if (first === undefined || !leavesNoTraining(shape, first.at))
          throw new HistoryDiffers(`${where}: ${receipt.error.message}`);
        unsealed = true;
        continue;
      }
      if ((receipt.status === 'sealed') !== joins)
        throw new HistoryDiffers(
          `${where}: the upload is ${receipt.status}${receipt.error ? ` (${receipt.error.code}: ${receipt.error.message})` : ''}`,
        );
      if (!joins) {
        refused += 1;
        const version = await latestVersion(chain);
        if (version !== last?.set.version)
          throw new HistoryDiffers(`${where}: a refused upload changed the latest version`);
        continue;
      }
      state = wanted;
      if (file.columns.includes('wind') && shape.columns === 'add') state = { ...state, added: ['wind'] };
      if (!isAgain) joined.push(file);
      const inOrder = files.filter((one) => joined.includes(one));
      const union = unionOf(shape, state, inOrder);
      const columns = [...new Set(['load', ...inOrder.flatMap((one) => one.columns)])];
      const allOfIt = fileOf(shape, columns, union);
      const read = columns.filter((column) => isRead(column, shape, state));
      const content = fileOf(shape, read, union);
      const spec = shape.spec === 'declared' ? specText(shape, state) : 'found out';
      const grown = grownOf(receipt);
      if (!isAgain && (grown.entry !== joined.length || grown.uploads !== union.uploads))
        throw new HistoryDiffers(
          `${where}: it is entry ${grown.entry} of ${grown.uploads} uploads, and should be ${joined.length} of ${union.uploads}`,
        );
      if (file.deletes !== undefined && file.deletes.file === undefined) {
        const [said, wanted] = [deletedOf(receipt), takenOutBy(file, shape, state, inOrder)];
        if (!isAgain && said !== wanted)
          throw new HistoryDiffers(`${where}: it says that it took out ${said} readings, and not ${wanted}`);
      }
      const version = await latestVersion(chain);
      if (version === undefined || (!isAgain && version !== receipt.version))
        throw new HistoryDiffers(
          `${where}: the latest version is ${version}, and should be ${receipt.version}`,
        );
      // What joined and could not be sealed is in the next version, and an event that arrives again makes none.
      if (isAgain && unsealed) {
        if (version !== last?.set.version)
          throw new HistoryDiffers(`${where}: an event that arrived again changed the latest version`);
        continue;
      }
      const isSame = last?.content === content && last.spec === spec;
      if (isSame !== (last?.set.version === version))
        throw new HistoryDiffers(
          `${where}: the version is ${isSame ? 'another, and nothing changed' : 'the same, and something changed'}`,
        );
      if (!isAgain && !unsealed && grown.changed === isSame)
        throw new HistoryDiffers(`${where}: the receipt says changed: ${grown.changed}`);
      unsealed = false;
      // What changed in columns that are not read gives the same at once.
      if (isSame && last?.file === allOfIt) continue;
      const set = await readSealedSet(chain, version);
      // A dataset of one upload is made at once.
      if (joined.length > 1) {
        const given =
          shape.spec === 'declared' ? spec : foundSpec(set, inOrder.filter(union.counts), shape, state);
        const fitted = sealed.find(({ fit }) => fit !== undefined && fit.id === set.fit?.id);
        if (fitted !== undefined && fitted.fit?.text !== set.fit?.text)
          throw new HistoryDiffers(`${where}: bounds and scaler are not those that were fitted`);
        const [first] = union.rows;
        // By a fit that stays it is sealed, and cannot be fitted again.
        if (fitted === undefined || first === undefined || !leavesNoTraining(shape, first.at)) {
          const atOnce = await buildAtOnce(shape, columns, union, given);
          const found = differences(set, atOnce, fitted !== undefined);
          if (found.length > 0)
            throw new HistoryDiffers(`${where}: not as built at once: ${found.slice(0, 5).join('; ')}`);
          compared += 1;
        }
      }
      sealed.push(set);
      last = { file: allOfIt, content, spec, set };
    }
    for (const { version } of sealed) await readSealedSet(chain, version);
    return { shape, version: last?.set.version, acts, compared, refused };
  } finally {
    await chain.close();
  }
};
