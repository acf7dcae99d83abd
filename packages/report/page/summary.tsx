import {
  type ChartTheme,
  completenessChart,
  count,
  describeCompleteness,
  quantity,
  share,
} from '@wattline/charts';
import type { Profile, ValueProfile } from '@wattline/engine/profile';
import { Chart } from './chart.tsx';
import { WideTable } from './wide-table.tsx';

const cell = (value: number | null | undefined) =>
  value === null || value === undefined ? '–' : quantity(value);

const Row = ({ column, units }: { column: ValueProfile; units: boolean }) => {
  const { name, unit, count: given, nulls, min, mean, quantiles, max, std } = column;
  return (
    <tr>
      <th scope="row">{name}</th>
      {units && <td class="text">{unit ?? ''}</td>}
      <td>{count(given)}</td>
      <td>{nulls === 0 ? '0' : `${count(nulls)} (${share(nulls / (given + nulls))})`}</td>
      <td>{cell(min)}</td>
      <td>{cell(quantiles?.p50)}</td>
      <td>{cell(mean)}</td>
      <td>{cell(max)}</td>
      <td>{cell(std)}</td>
    </tr>
  );
};

/** All columns at a glance: their numbers, and how much of them is there. */
export const Summary = ({ profile, theme }: { profile: Profile; theme: ChartTheme }) => {
  const { values, categories, gaps } = profile;
  const units = values.some(({ unit }) => unit !== undefined);
  const columns = values.length + categories.length;
  const whole = (gaps?.missing ?? 0) === 0 && [...values, ...categories].every(({ nulls }) => nulls === 0);
  return (
    <section aria-labelledby="columns">
      <h2 id="columns">Columns</h2>
      {values.length > 0 && (
        <WideTable label="Numbers of each column">
          <thead>
            <tr>
              <th scope="col">Column</th>
              {units && (
                <th scope="col" class="text">
                  Unit
                </th>
              )}
              {['Values', 'Empty', 'Least', 'Median', 'Mean', 'Most', 'Std. deviation'].map((head) => (
                <th scope="col" key={head}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {values.map((column) => (
              <Row key={column.name} column={column} units={units} />
            ))}
          </tbody>
        </WideTable>
      )}
      {profile.sampled !== undefined && (
        <p class="note">
          Medians, histograms and correlations are of one reading in {count(profile.sampled.every)}.
        </p>
      )}
      {whole ? (
        <p>Every column is complete{gaps === undefined ? '' : ', and there are no gaps'}.</p>
      ) : (
        <Chart
          title="Completeness"
          description={describeCompleteness(profile)}
          height={70 + columns * 26}
          theme={theme}
          option={(now) => completenessChart(profile, now)}
        />
      )}
    </section>
  );
};
