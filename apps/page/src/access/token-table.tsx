import type { NamedToken } from '@wattline/api';
import { InstantText } from '../components/instant.tsx';
import { ScrollTable } from '../components/scroll-table.tsx';
import { RevokeToken } from './revoke-token.tsx';

interface Props {
  readonly tokens: readonly NamedToken[];
  readonly onChange: () => void;
}

export const TokenTable = ({ tokens, onChange }: Props) => (
  <ScrollTable label="Named tokens">
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col">Right</th>
        <th scope="col">Made</th>
        <th scope="col">By</th>
        <th scope="col">Expires</th>
        <th scope="col">Revoke</th>
      </tr>
    </thead>
    <tbody>
      {tokens.map((token) => (
        <tr key={token.id}>
          <th scope="row">{token.name}</th>
          <td>{token.right}</td>
          <td>
            <InstantText at={token.createdAt} />
          </td>
          <td>{token.createdBy}</td>
          <td>{token.expiresAt === undefined ? 'never' : <InstantText at={token.expiresAt} />}</td>
          <td>
            <RevokeToken token={token} onChange={onChange} />
          </td>
        </tr>
      ))}
    </tbody>
  </ScrollTable>
);
