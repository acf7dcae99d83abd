import type { ComponentChildren } from 'preact';

export interface Figure {
  readonly label: string;
  readonly value: ComponentChildren;
  readonly detail?: ComponentChildren;
  readonly tone?: 'bad' | 'warn' | undefined;
}

/** Numbers side by side, each under its name. */
export const Figures = ({ figures }: { figures: readonly Figure[] }) => (
  <dl class="figures">
    {figures.map(({ label, value, detail, tone }) => (
      <div key={label} class={tone === undefined ? 'figure' : `figure figure-${tone}`}>
        <dt>{label}</dt>
        <dd>
          <span class="figure-value">{value}</span>
          {detail !== undefined && <span class="figure-detail">{detail}</span>}
        </dd>
      </div>
    ))}
  </dl>
);
