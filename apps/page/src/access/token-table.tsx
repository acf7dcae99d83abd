import type { NamedToken } from '@wattline/api';
import { type Column, DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { InstantText } from '../components/instant.tsx';
import { RevokeToken } from './revoke-token.tsx';

interface Props {
  readonly tokens: readonly NamedToken[];
  readonly onChange: () => void;
}

const columns = (onChange: () => void): readonly Column<NamedToken>[] => [
  { head: 'Name', rowHead: true, cell: ({ name }) => name, sortBy: ({ name }) => name },
  { head: 'Right', cell: ({ right }) => right, sortBy: ({ right }) => right },
  {
    head: 'Made',
    cell: ({ createdAt }) => <InstantText at={createdAt} />,
    sortBy: ({ createdAt }) => createdAt,
  },
  { head: 'By', cell: ({ createdBy }) => createdBy, sortBy: ({ createdBy }) => createdBy },
  {
    head: 'Expires',
    cell: ({ expiresAt }) => (expiresAt === undefined ? 'never' : <InstantText at={expiresAt} />),
    sortBy: ({ expiresAt }) => expiresAt,
  },
  { head: 'Revoke', cell: (token) => <RevokeToken token={token} onChange={onChange} /> },
];

export const TokenTable = ({ tokens, onChange }: Props) => (
  <DataTable
    label="Named tokens"
    columns={columns(onChange)}
    rows={tokens}
    keyOf={({ id }) => id}
    empty={
      <EmptyState title="No named tokens">
        <p>Make one for each person or program: the changes below then say who made them.</p>
      </EmptyState>
    }
  />
);
