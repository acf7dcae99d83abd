import type { Store } from '../api/stores.ts';
import { ScrollTable } from '../components/scroll-table.tsx';
import { bytesText, countText } from '../text/numbers.ts';

const purposes: Readonly<Record<Store['name'], string>> = {
  staging: 'uploads and specs',
  features: 'sealed feature sets, work files',
  models: 'preprocessors, training sets',
  results: 'the ledger, reports, quarantine',
};

export const StoreTable = ({ stores }: { stores: readonly Store[] }) => (
  <ScrollTable label="Stores">
    <thead>
      <tr>
        <th scope="col">Store</th>
        <th scope="col">Holds</th>
        <th scope="col">Bucket</th>
        <th scope="col">State</th>
        <th scope="col" class="number">
          Objects
        </th>
        <th scope="col" class="number">
          Size
        </th>
      </tr>
    </thead>
    <tbody>
      {stores.map(({ name, bucket, reachable, error, versioned, size }) => (
        <tr key={name}>
          <th scope="row">
            <a href={`/stores/${name}`}>{name}</a>
          </th>
          <td>{purposes[name]}</td>
          <td class="cell-key">{bucket}</td>
          <td class={reachable ? undefined : 'bad'}>
            {reachable
              ? `reachable${versioned ? ', versioned' : ''}`
              : `not reachable: ${error ?? 'no answer'}`}
          </td>
          <td class="number">
            {size === undefined ? '–' : `${countText(size.objects)}${size.complete ? '' : ' or more'}`}
          </td>
          <td class="number">
            {size === undefined ? '–' : `${bytesText(size.bytes)}${size.complete ? '' : ' or more'}`}
          </td>
        </tr>
      ))}
    </tbody>
  </ScrollTable>
);
