import type { Preview } from '@wattline/api';
import { CellTable } from '../components/cell-table.tsx';
import { countOf, countText } from '../text/numbers.ts';

const placeWords: Readonly<Record<Preview['decidedFrom'], string>> = {
  whole: 'the whole file',
  sample: 'the first part of the file; how it is read was decided by places all over it',
  part: 'the first part of the file',
};

/** What was read: how much of it, the rows as the file has them, as they are read, and what is made of them. */
export const PreviewTables = ({ preview }: { preview: Preview }) => {
  const { file, readings, features, rowsRead, rowsRefused, reasons, decidedFrom } = preview;
  return (
    <>
      {readings.rows.length > 0 && (
        <>
          <h3>As read</h3>
          <p class="hint">
            {countOf(rowsRead, 'row')} read, {countText(rowsRefused)} refused
            {Object.entries(reasons).map(([code, count]) => (
              <span key={code}>
                {' '}
                · {countText(count)} <code>{code}</code>
              </span>
            ))}{' '}
            · {placeWords[decidedFrom]} · times in UTC
          </p>
          <CellTable label="First rows as read" columns={readings.columns} rows={readings.rows} />
        </>
      )}
      {features.rows.length > 0 && (
        <>
          <h3>First feature rows</h3>
          <p class="hint">{countOf(features.columns.length, 'column')}; gaps are null, never 0</p>
          <CellTable label="First feature rows" columns={features.columns} rows={features.rows} />
        </>
      )}
      <details open={readings.rows.length === 0}>
        <summary>The file as it stands</summary>
        <CellTable label="The file as it stands" columns={file.columns} rows={file.rows} />
      </details>
    </>
  );
};
