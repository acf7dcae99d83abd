import { render } from 'preact';
import type { ReportContent } from '../src/report-content.ts';
import { Report } from './report.tsx';
import './report.css';

const root = document.getElementById('report');
const text = document.getElementById('content')?.textContent;
if (root !== null && text) {
  const content = JSON.parse(text) as ReportContent;
  document.title = `${content.dataset}: Wattline report`;
  render(<Report content={content} />, root);
}
