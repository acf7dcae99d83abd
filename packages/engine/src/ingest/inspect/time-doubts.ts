import type { TimeChoice } from './choose-time.ts';
import type { Question } from './finding.ts';

/** The time of a choice as a spec has it. */
const timeText = ({ format, periods, firstPeriod }: TimeChoice, names: readonly string[]): string =>
  `{ column: [${names.join(', ')}], format: "${format}"${periods.length === 0 ? '' : `, periods: [${periods.join(', ')}], firstPeriod: ${firstPeriod}`} }`;

/** What the choice of the time leaves open, or takes for granted. */
export const doubtsOfTime = (
  time: TimeChoice,
): { readonly questions: readonly Question[]; readonly warnings: readonly string[] } => {
  const questions: Question[] = [];
  const warnings: string[] = [];
  const timeNames = time.columns.map((column) => column.name);
  if (time.alternatives.length > 0) {
    questions.push({
      about: timeNames.join(', '),
      question: `dates in '${timeNames[0]}' could be day first or month first: which is it?`,
      candidates: [time.format, ...time.alternatives],
      key: 'time.format',
    });
    warnings.push(
      `dates in '${timeNames[0]}' could be day first or month first; day first was taken (${time.format}); set time.format to be sure`,
    );
  }
  const [clock] = time.columns.slice(-1);
  if (!time.isNamed && clock !== undefined) {
    questions.push({
      about: clock.name,
      question: `'${clock.name}' counts through each day from ${clock.cells[0]}: is it part of the time, or does it identify series?`,
      candidates: [
        `time: ${timeText(time, timeNames)}`,
        `entity: ${clock.name}, time.column: ${timeNames[0]}`,
      ],
      key: 'time.column',
    });
  }
  if (time.hoursFromOne || (time.periods.length > 0 && time.firstPeriod === 1)) {
    warnings.push(
      `'${timeNames.slice(1).join("' and '")}' count${timeNames.length > 2 ? '' : 's'} from 1 (hours go from 1 to 24): 1 was read as the first of the day; set time.periods, or time.label: end, to be sure`,
    );
  }
  if (time.label === 'end') {
    warnings.push(
      `'${timeNames.join("' and '")}' was read as the end of each interval (time.label: end); set time.label: start if it is the start`,
    );
  }
  return { questions, warnings };
};
