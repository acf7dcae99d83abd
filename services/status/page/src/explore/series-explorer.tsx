import { useSignal } from '@preact/signals';
import type { Profile } from '@wattline/engine/profile';
import type { FeatureSet } from '../../../src/api/schemas/index.ts';
import { getSeries } from '../api/feature-sets.ts';
import { useResource } from '../live/use-resource.ts';
import { ResourceView } from '../parts/resource-view.tsx';
import { EntityPicker } from './entity-picker.tsx';
import { SeriesChart } from './series-chart.tsx';

interface Props {
  readonly set: FeatureSet;
  readonly profile: Profile;
  readonly columns: readonly string[];
  /** How much is shown at first, from the end; all where it is left out. */
  readonly firstSpanMs?: number;
}

/** About one point for each pixel of a wide screen. */
const POINTS = 1_500;

/** The whole span, coarse; the chart asks for finer values where it is zoomed in. */
export const SeriesExplorer = ({ set, profile, columns, firstSpanMs }: Props) => {
  const entity = useSignal<string | undefined>(undefined);
  const { dataset, version } = set;
  const question = { columns, entity: entity.value, points: POINTS };
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
            ask={(from, to, signal) =>
              getSeries(dataset, version, { ...question, entity: series.entity, from, to }, signal)
            }
          />
        )}
      </ResourceView>
    </>
  );
};
