import { DownloadLink } from '../components/download-link.tsx';
import { token } from '../session/token.ts';

/** The report opens beside the page; where a token is needed, which no link carries, it is saved as a file. */
export const ReportLink = ({ dataset, href }: { dataset: string; href: string }) =>
  token.value === undefined ? (
    <a class="button" href={href} target="_blank" rel="noreferrer">
      Report
    </a>
  ) : (
    <DownloadLink class="button" href={href} name={`${dataset}-report.html`}>
      Save the report
    </DownloadLink>
  );
