import { isReasonCode, reasons } from '@wattline/cells';
import type { Spec } from '@wattline/spec';
import { type Place, RejectedError } from '../../errors.ts';
import type { Quarantine, Refused } from '../read/quarantine.ts';

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

const inWords = ({ code, count }: Refused): string =>
  `${count} × ${code} (${isReasonCode(code) ? reasons[code] : code})`;

interface Loss {
  /** What messages call the file. */
  readonly name: string;
  /** Rows of the file. */
  readonly read: number;
  readonly maxFraction: number;
  /** What could distinguish rows of one series and time (columns, or a zone), as a sentence; undefined if nothing could. */
  readonly conflictHint: () => string;
  /** The column that says whose row it is, where each has one. */
  readonly entityOfRow?: string | undefined;
}

const top = (tallies: readonly Refused[]): string => tallies.slice(0, 3).map(inWords).join(', ');

const placeOf = (name: string, refused: Refused | undefined): Place => ({ file: name, ...refused?.first });

const checkRefused = (quarantine: Quarantine, { name, read, maxFraction }: Loss): void => {
  const refused = quarantine.refused();
  if (refused === 0 || (refused <= maxFraction * read && refused < read)) {
    return;
  }
  const tallies = quarantine.tallies().filter(({ code }) => code !== 'CONFLICT_REPLACED');
  const [main] = tallies;
  const place = placeOf(name, main);
  if (refused === read && main?.code.startsWith('TIME_') === true && tallies.length === 1) {
    throw new RejectedError(
      'TIME_UNREADABLE',
      `none of the ${read} rows of ${name} has a timestamp that can be read: ${top(tallies)}`,
      { place, remedy: 'set time.column and time.format in the spec to what the file has' },
    );
  }
  if (refused === read)
    throw new RejectedError(
      'REFUSED_TOO_MANY',
      `all ${read} rows of ${name} were refused, and nothing is left of it: ${top(tallies)}`,
      { place, remedy: 'correct the rows or the spec' },
    );
  throw new RejectedError(
    'REFUSED_TOO_MANY',
    `${refused} of ${read} rows of ${name} were refused (${percent(refused / read)}, at most ${percent(maxFraction)} may be): ${top(tallies)}`,
    { place, remedy: 'correct the rows or the spec, or raise quarantine.maxFraction in the spec' },
  );
};

const reasonOf = (refused: Refused | undefined): string =>
  refused === undefined || !isReasonCode(refused.code) ? '' : `: one ${reasons[refused.code]}`;

const checkCells = (quarantine: Quarantine, { name, read, maxFraction }: Loss): void => {
  for (const [column, cells] of quarantine.emptied()) {
    if (cells <= maxFraction * read) continue;
    const example = quarantine.tallies().find(({ first }) => first.column === column);
    throw new RejectedError(
      'REFUSED_TOO_MANY',
      `${cells} of ${read} cells in column '${column}' of ${name} are no readings (${percent(cells / read)}, at most ${percent(maxFraction)} may be)${reasonOf(example)}`,
      {
        place: { ...placeOf(name, example), column },
        remedy: `if these cells mean that there is no reading, write values.${column}.missing with their content; else correct them, leave the column out of values, or raise quarantine.maxFraction in the spec`,
      },
    );
  }
};

/** Fewer are slips of a writer. */
const SYSTEMATIC = 3;

/** Cells that are numbers in another dress are not bad: the reading is, and what it leaves is biased. */
const checkDress = (quarantine: Quarantine, { name }: Loss): void => {
  const found = quarantine
    .noNumbers()
    .find(({ count, dressed }) => dressed >= SYSTEMATIC && dressed * 2 >= Math.min(count, 10_000));
  if (found === undefined) {
    return;
  }
  const { column, count, example } = found;
  throw new RejectedError(
    'NUMBERS_UNREADABLE',
    `${count} cells in column '${column}' of ${name} look like numbers written another way than the rest, such as "${example}": thousands that are grouped, a minus sign, a currency or unit`,
    {
      place: { file: name, column, value: example },
      remedy: `set file.thousands and file.decimal in the spec, or write these numbers like the others; where they are no readings, write such cells into values.${column}.missing`,
    },
  );
};

const checkConflicts = (
  quarantine: Quarantine,
  { name, read, maxFraction, conflictHint, entityOfRow }: Loss,
): void => {
  const replaced = quarantine.replaced();
  if (replaced === 0 || replaced + quarantine.refused() <= maxFraction * read) {
    return;
  }
  const first = quarantine.tallies().find(({ code }) => code === 'CONFLICT_REPLACED');
  if (entityOfRow !== undefined)
    throw new RejectedError(
      'CONFLICTS_TOO_MANY',
      `${replaced} of ${read} rows of ${name} are of a '${entityOfRow}' of which another row says something else (${percent(replaced / read)}, at most ${percent(maxFraction)} may be): without times, each has one row`,
      {
        place: placeOf(name, first),
        remedy:
          'keep one row of each; where the later one is meant to count, raise quarantine.maxFraction; where they are of several times, name these (time.column)',
      },
    );
  throw new RejectedError(
    'CONFLICTS_TOO_MANY',
    `${replaced} of ${read} rows of ${name} have another, different reading of the same series for the same time (${percent(replaced / read)}, at most ${percent(maxFraction)} may be): several series are read as one, or the time as written is not the whole time. ${conflictHint()}`,
    {
      place: placeOf(name, first),
      remedy:
        'name the column that identifies the series (entity), or all columns of the time (time.column); where the later reading is meant to count, raise quarantine.maxFraction',
    },
  );
};

/** Throws RejectedError where a reading of the file loses more of it than the spec allows. */
export const checkLoss = (quarantine: Quarantine, loss: Loss): void => {
  checkDress(quarantine, loss);
  checkRefused(quarantine, loss);
  checkCells(quarantine, loss);
  checkConflicts(quarantine, loss);
};

/** Throws RejectedError where no reading is of the vintage that the spec chooses. */
export const checkVintages = ({
  name,
  spec: { time },
  accepted,
  others,
}: {
  readonly name: string;
  readonly spec: Spec;
  readonly accepted: number;
  readonly others: number;
}): void => {
  if (accepted > 0 || others === 0) return;
  const column = time.issued ?? '';
  throw new RejectedError(
    'NO_ROWS',
    `none of the ${others} readings of ${name} was issued as long before its time as time.vintage says`,
    {
      place: { file: name, column },
      remedy: `see that '${column}' is read as it is meant (2024-05-01, not 01/05/2024), or choose another time.vintage`,
    },
  );
};
