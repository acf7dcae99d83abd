import type { VersionDifference } from '@wattline/api';
import { getDifference } from '../api/datasets.ts';
import { ResourceView } from '../components/resource-view.tsx';
import { differenceUrl } from '../datasets/difference-url.ts';
import { TouchedTable } from '../datasets/touched-map.tsx';
import { useResource } from '../live/use-resource.ts';
import { countOf, countText } from '../text/numbers.ts';

interface Props {
  readonly dataset: string;
  readonly from: string;
  readonly to: string;
}

const rowWords = ({ rows: { added, removed, changed } }: VersionDifference): string =>
  `${countOf(added, 'row')} added, ${countText(removed)} removed, ${countText(changed)} changed.`;

/** What an entry changed, below it: read once it is asked for. */
export const EntryChanges = ({ dataset, from, to }: Props) => {
  const difference = useResource(`difference ${dataset} ${from} ${to}`, (signal) =>
    getDifference(dataset, from, to, signal),
  );
  return (
    <ResourceView resource={difference} what="what changed">
      {(value) => (
        <div class="entry-changes">
          <p>
            {rowWords(value)} <a href={differenceUrl(dataset, from, to)}>Rows and cells</a>
          </p>
          {value.touched.entities.length > 0 && (
            <TouchedTable touched={value.touched} all={value.entitiesChanged} />
          )}
        </div>
      )}
    </ResourceView>
  );
};
