import { useSignal } from '@preact/signals';
import type { FeatureSet } from '@wattline/api';
import type { Profile } from '@wattline/engine/profile';
import { getSeries } from '../api/feature-sets.ts';
import { ResourceView } from '../components/resource-view.tsx';
import { useResource } from '../live/use-resource.ts';
import { EntityPicker } from './entity-picker.tsx';
import { SeriesChart } from './series-chart.tsx';

interface Props {
  readonly set: FeatureSet;
  readonly profile: Profile;
  readonly columns: readonly string[];
  /** How much is shown at first, from the end. Default: all. */
  readonly firstSpanMs?: number;
}

/** As many as can be distinguished in a line with a band around it. */
const THINNED_POINTS = 500;
/** Up to so many, each value is drawn by itself. */
const EVERY_POINT = 1_700;

/** A share of the whole has fewer rows: all of them, where they are not too many. */
const pointsFor = ({ rows, entities }: FeatureSet, share: number): number =>
  (rows / Math.max(entities, 1)) * share <= EVERY_POINT ? EVERY_POINT : THINNED_POINTS;

/** The whole span, coarse; the chart asks for finer values where it is zoomed in. */
export const SeriesExplorer = ({ set, profile, columns, firstSpanMs }: Props) => {
  const entity = useSignal<string | undefined>(undefined);
  const { dataset, version } = set;
  const question = { columns, entity: entity.value, points: pointsFor(set, 1) };
  const key = `series ${dataset} ${version} ${JSON.stringify(question)}`;
  const whole = useResource(key, (signal) => getSeries(dataset, version, question, signal));
  return (
    <>
      {set.entities > 1 && (
        <EntityPicker
          set={set}
          shown={whole.value?.entity ?? entity.value}
          onChoose={(chosen) => {
            entity.value = chosen;
          }}
        />
      )}
      <ResourceView resource={whole} what="the series">
        {(series) => (
          <SeriesChart
            key={key}
            set={set}
            profile={profile}
            whole={series}
            {...(firstSpanMs === undefined ? {} : { firstSpanMs })}
            ask={({ from, to, share }, signal) =>
              getSeries(
                dataset,
                version,
                { columns, entity: series.entity, from, to, points: pointsFor(set, share) },
                signal,
              )
            }
          />
        )}
      </ResourceView>
    </>
  );
};
