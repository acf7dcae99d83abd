import type { RunReceipt } from '@wattline/api';
import { InstantText } from '../components/instant.tsx';
import { RenewsWords } from '../components/renews-words.tsx';
import { shortId } from '../text/names.ts';
import { bytesText, countOf, countText, durationText } from '../text/numbers.ts';

export const RunFacts = ({ receipt }: { receipt: RunReceipt }) => {
  const { run, dataset, key, bytes, uploadedAt, ms, replay, version, status, supersededBy, renews } = receipt;
  const { dataset: grown, deletion, joined } = receipt.ingested ?? {};
  return (
    <dl class="facts">
      <div>
        <dt>dataset</dt>
        <dd>
          <a href={`/datasets/${encodeURIComponent(dataset)}`}>{dataset}</a>
          {grown !== undefined && grown.uploads > 1 && ` (${countText(grown.uploads)} uploads together)`}
          {grown?.changed === false && ' – nothing changed by this upload'}
        </dd>
      </div>
      <div>
        <dt>uploaded</dt>
        <dd>
          <InstantText at={uploadedAt} />
        </dd>
      </div>
      <div>
        <dt>size</dt>
        <dd>{bytesText(bytes)}</dd>
      </div>
      {deletion !== undefined && (
        <div>
          <dt>deleted</dt>
          <dd>{countOf(deletion.rows, 'reading')}</dd>
        </div>
      )}
      {ms !== undefined && (
        <div>
          <dt>
            {replay === 0 ? 'upload' : 'replay'} to {status === 'sealed' ? 'seal' : 'end'}
          </dt>
          <dd>{durationText(ms)}</dd>
        </div>
      )}
      {replay > 0 && (
        <div>
          <dt>replay</dt>
          <dd>{replay}</dd>
        </div>
      )}
      {renews !== undefined && (
        <div class="facts-wide">
          <dt>renewed because</dt>
          <dd>
            <RenewsWords renews={renews} />
          </dd>
        </div>
      )}
      {joined !== undefined && (
        <div class="facts-wide">
          <dt>joined</dt>
          <dd>
            {joined.map(({ join, dataset: other, version: taken }, index) => (
              <span key={join}>
                {index > 0 && ', '}
                {join !== other && `${join}: `}
                <a href={`/explore/${encodeURIComponent(other)}/${taken}`}>
                  {other} <code>{taken}</code>
                </a>
              </span>
            ))}
          </dd>
        </div>
      )}
      {supersededBy !== undefined && (
        <div class="facts-wide">
          <dt>made by</dt>
          <dd>
            run{' '}
            <a href={`/runs/${supersededBy.run}`}>
              <code>{shortId(supersededBy.run)}</code>
            </a>
            , together with later uploads
          </dd>
        </div>
      )}
      {version !== undefined && (
        <div>
          <dt>version</dt>
          <dd>
            <a href={`/explore/${encodeURIComponent(dataset)}/${version}`}>
              <code>{version}</code>
            </a>
          </dd>
        </div>
      )}
      <div class="facts-wide">
        <dt>file</dt>
        <dd>{key}</dd>
      </div>
      <div class="facts-wide">
        <dt>run</dt>
        <dd>
          <code>{run}</code>
        </dd>
      </div>
    </dl>
  );
};
