import type { Spec } from '@wattline/spec';
import type { FilePreview } from './preview.ts';

type Settings = NonNullable<FilePreview['settings']>;
type Present<Fields> = { readonly [Key in keyof Fields]?: NonNullable<Fields[Key]> };

const present = <Fields extends object>(fields: Fields): Present<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<Fields>;

const zonesOf = ({ zones }: Spec['time']): Pick<Settings, 'zones' | 'zoneColumn'> =>
  zones === undefined
    ? {}
    : 'column' in zones
      ? { zones: 'column', zoneColumn: zones.column }
      : { zones: 'entities' };

const vintageOf = ({ issued, vintage = 'latest' }: Spec['time']): Pick<Settings, 'issued' | 'vintage'> =>
  issued === undefined ? {} : { issued, vintage: typeof vintage === 'string' ? vintage : vintage.lead };

/** The keys of a spec that a form shows. */
export const settingsOf = ({ time, interval, quarantine, file, layout }: Spec): Settings => ({
  timeFormat: time.format,
  zone: time.zone,
  label: time.label,
  interval,
  maxFraction: quarantine.maxFraction,
  ...present({
    decimal: file?.decimal,
    thousands: file?.thousands,
    delimiter: file?.delimiter,
    cadence: time.cadence,
    cadences: time.cadences,
    series: layout?.series?.columns,
  }),
  ...zonesOf(time),
  ...vintageOf(time),
});
