import { count } from '@wattline/charts';
import { zoneLabels } from '@wattline/time-zones/labels';
import type { ReportContent } from '../src/report-content.ts';

const Fact = ({ name, children }: { name: string; children: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** What it is about, in a few numbers. */
export const Facts = ({ content }: { content: ReportContent }) => {
  const { profile, features, training, version } = content;
  const labels = zoneLabels(profile.zone);
  const at = (instant: string) => labels.instant(Date.parse(instant));
  const sets = Object.entries(training.rows).map(([name, rows]) => `${count(rows)} ${name}`);
  return (
    <dl class="facts">
      <Fact name="Readings">
        {profile.entities === 1
          ? count(profile.rows)
          : `${count(profile.rows)} of ${count(profile.entities)} entities`}
      </Fact>
      <Fact name={`From, to (${profile.zone})`}>{`${at(profile.from)} – ${at(profile.to)}`}</Fact>
      <Fact name="Cadence">
        {profile.gaps === undefined ? 'irregular' : `one every ${profile.gaps.cadence}`}
      </Fact>
      <Fact name="Features">{`${count(features.rows)} rows × ${count(features.columns.length)} columns, one row per ${features.interval}`}</Fact>
      <Fact name="Training sets">{sets.join(', ')}</Fact>
      <Fact name="Split">{`validation from ${at(training.validationFrom)}, test from ${at(training.testFrom)}`}</Fact>
      <Fact name="Version">{version}</Fact>
    </dl>
  );
};
