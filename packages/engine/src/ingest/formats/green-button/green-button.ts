import { SaxesParser } from 'saxes';
import { RejectedError } from '../../../errors.ts';

/** One interval reading of Green Button data. */
export interface GreenButtonReading {
  /** Path of the usage point in the feed; the meter. */
  readonly usagePoint: string;
  /** Start of the interval, seconds since 1970 in UTC. */
  readonly startSeconds: number;
  readonly durationSeconds: number;
  /** What is measured and which way it flows: `Wh_delivered`. */
  readonly column: string;
  /** In the unit of the column, the power of ten applied. */
  readonly value: number;
  readonly quality: string;
}

/** Units of measure of ESPI, those that time series come in. */
const units: Readonly<Record<string, string>> = {
  '5': 'A',
  '29': 'V',
  '31': 'J',
  '33': 'Hz',
  '38': 'W',
  '42': 'm3',
  '61': 'VA',
  '63': 'var',
  '71': 'VAh',
  '72': 'Wh',
  '73': 'varh',
  '119': 'ft3',
  '128': 'US_gal',
  '132': 'Btu',
  '134': 'L',
  '169': 'therm',
};

const flows: Readonly<Record<string, string>> = { '1': 'delivered', '4': 'net', '19': 'received' };

interface ReadingType {
  readonly unit: string;
  readonly power: number;
  readonly flow: string;
}

interface Entry {
  self: string;
  related: string[];
  readingType: ReadingType | undefined;
}

interface RawReading {
  readonly block: string;
  readonly startSeconds: number;
  readonly durationSeconds: number;
  readonly value: string;
  readonly quality: string;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** `…/UsagePoint/1/MeterReading/2/IntervalBlock/3` without what follows the meter reading. */
const upTo = (path: string, part: 'UsagePoint' | 'MeterReading'): string =>
  new RegExp(`^.*?${part}/[^/]+`).exec(path)?.[0] ?? path;

/** What a `ReadingType` element said, by the names of its elements. */
const readingTypeOf = (texts: ReadonlyMap<string, string>): ReadingType => {
  const unit = texts.get('uom') ?? '72';
  return {
    unit: units[unit] ?? `uom${unit}`,
    power: Number(texts.get('powerOfTenMultiplier') ?? 0),
    flow: flows[texts.get('flowDirection') ?? ''] ?? '',
  };
};

/**
 * Collects the interval readings of a Green Button (ESPI) feed. Give it the text in pieces with `write`, then call
 * `readings`. Throws RejectedError where the XML is broken. Source: NAESB REQ.21, Energy Services Provider Interface.
 */
export const createGreenButtonReader = (
  name: string,
): { readonly write: (text: string) => void; readonly readings: () => GreenButtonReading[] } => {
  const parser = new SaxesParser();
  const types = new Map<string, ReadingType>();
  /** Which reading type a meter reading refers to. */
  const typeOfMeter = new Map<string, string>();
  const raw: RawReading[] = [];
  const path: string[] = [];
  const none: Entry = { self: '', related: [], readingType: undefined };
  let entry = none;
  let block = 0;
  let texts = new Map<string, string>();
  let text = '';
  parser.on('error', (cause) => {
    throw new RejectedError('XML_INVALID', `${name} is broken XML: ${cause.message.slice(0, 200)}`, {
      place: { file: name },
      remedy: 'download the Green Button file again: the copy is incomplete or was edited',
      cause,
    });
  });
  parser.on('opentag', ({ name: tag, attributes }) => {
    const element = local(tag);
    path.push(element);
    text = '';
    if (element === 'entry') entry = { self: '', related: [], readingType: undefined };
    if (element === 'ReadingType' || element === 'IntervalReading') texts = new Map();
    if (element === 'IntervalBlock') block += 1;
    if (element === 'link') {
      const href = String(attributes.href ?? '');
      if (attributes.rel === 'self') entry.self = href;
      if (attributes.rel === 'related') entry.related.push(href);
    }
  });
  parser.on('text', (piece) => {
    text += piece;
  });
  parser.on('closetag', ({ name: tag }) => {
    const element = local(tag);
    path.pop();
    texts.set(path.at(-1) === 'ReadingQuality' ? 'quality' : element, text.trim());
    text = '';
    if (element === 'ReadingType') entry.readingType = readingTypeOf(texts);
    if (element === 'IntervalReading') {
      raw.push({
        block: entry.self === '' ? `block/${block}` : entry.self,
        startSeconds: Number(texts.get('start')),
        durationSeconds: Number(texts.get('duration') ?? 0),
        value: texts.get('value') ?? '',
        quality: texts.get('quality') ?? '',
      });
      texts = new Map();
    }
    if (element === 'entry') {
      if (entry.readingType !== undefined) types.set(entry.self, entry.readingType);
      const type = entry.related.find((href) => href.includes('ReadingType/'));
      if (type !== undefined) typeOfMeter.set(entry.self, type);
      entry = none;
    }
  });
  const typeOf = (path: string): ReadingType | undefined =>
    types.get(typeOfMeter.get(upTo(path, 'MeterReading')) ?? '') ??
    (types.size === 1 ? [...types.values()][0] : undefined);
  return {
    write: (piece) => {
      parser.write(piece);
    },
    readings: () => {
      parser.close();
      return raw.map(({ block: from, value, ...rest }) => {
        const type = typeOf(from) ?? { unit: 'value', power: 0, flow: '' };
        return {
          ...rest,
          usagePoint: upTo(from, 'UsagePoint').replace(/^.*UsagePoint\//, ''),
          column: type.flow === '' ? type.unit : `${type.unit}_${type.flow}`,
          // By text, not by multiplication: 12 × 10⁻³ is 0.012 and not a neighbour of it.
          value: value === '' ? Number.NaN : Number(`${value}e${type.power}`),
        };
      });
    },
  };
};
