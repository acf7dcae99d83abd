import type { Store } from '../api/stores.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { bytesText, countText } from '../text/numbers.ts';

const purposes: Readonly<Record<Store['name'], string>> = {
  staging: 'uploads and specs',
  features: 'sealed feature sets, work files',
  models: 'preprocessors, training sets',
  results: 'the ledger, reports, quarantine',
};

const stateOf = ({ reachable, versioned, error }: Store): string =>
  reachable ? `reachable${versioned ? ', versioned' : ''}` : `not reachable: ${error ?? 'no answer'}`;

const orMore = (text: string, { complete }: { readonly complete: boolean }): string =>
  complete ? text : `${text} or more`;

const columns: readonly Column<Store>[] = [
  { head: 'Store', rowHead: true, cell: ({ name }) => <a href={`/stores/${name}`}>{name}</a> },
  { head: 'Holds', cell: ({ name }) => purposes[name] },
  { head: 'Bucket', cell: ({ bucket }) => bucket, class: 'cell-key' },
  { head: 'State', cell: stateOf, class: ({ reachable }) => (reachable ? undefined : 'bad') },
  { head: 'Objects', number: true, cell: ({ size }) => size && orMore(countText(size.objects), size) },
  { head: 'Size', number: true, cell: ({ size }) => size && orMore(bytesText(size.bytes), size) },
];

export const StoreTable = ({ stores }: { stores: readonly Store[] }) => (
  <DataTable label="Stores" columns={columns} rows={stores} keyOf={({ name }) => name} />
);
