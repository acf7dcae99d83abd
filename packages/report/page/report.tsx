import type { ReportContent } from '../src/report-content.ts';
import { Categories } from './categories.tsx';
import { Columns } from './columns.tsx';
import { Correlations } from './correlations.tsx';
import { Facts } from './facts.tsx';
import { Features } from './features.tsx';
import { Gaps } from './gaps.tsx';
import { Information } from './information.tsx';
import { usePrinting } from './printing.ts';
import { Series } from './series.tsx';
import { Summary } from './summary.tsx';
import { useTheme } from './theme.ts';

const Findings = ({ findings }: { findings: ReportContent['profile']['findings'] }) => (
  <section aria-labelledby="findings">
    <h2 id="findings">Key findings</h2>
    {findings.length === 0 ? (
      <p>Nothing stands out.</p>
    ) : (
      <ul class="findings">
        {findings.map(({ text }) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    )}
  </section>
);

export const Report = ({ content }: { content: ReportContent }) => {
  const { theme, toggle } = useTheme();
  usePrinting(theme);
  const { profile } = content;
  return (
    <main>
      <header>
        <p class="kind">Wattline report</p>
        <h1>{content.dataset}</h1>
        <button type="button" onClick={toggle}>
          {theme.dark ? 'Light' : 'Dark'}
        </button>
      </header>
      <Facts content={content} />
      <Findings findings={profile.findings} />
      <Summary profile={profile} theme={theme} />
      <Series content={content} theme={theme} />
      <Columns profile={profile} theme={theme} />
      <Categories profile={profile} theme={theme} />
      <Correlations profile={profile} theme={theme} />
      <Gaps profile={profile} theme={theme} />
      <Features features={content.features} />
      <Information information={content.information} />
      <footer>
        <p>
          Made from the sealed feature set {content.version} by engine {content.engineVersion}. SHA-256 of the
          uploaded bytes: <code>{content.sha256}</code>
        </p>
      </footer>
    </main>
  );
};
