import * as z from 'zod/mini';
import { parseInstant } from '../domain/instant.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import type { WireAttribute, WireAttributes } from './wire-page.ts';

/** What a schema would say of an attribute, without the value that it would be asked about. */
type Read = (wire: WireAttribute) => unknown;

/** Not what the schema takes, or not known to be: whoever is refused asks the schema itself. */
export const REFUSED = Symbol('refused');

type Wire = Partial<Record<'S' | 'N' | 'M' | 'L' | 'BOOL' | 'NULL', unknown>>;

/** A reader of rows made from their schema: checks and takes attributes in one walk, as the schema would from the values that
 *  they stand for. It takes nothing the schema refuses.
 *  @throws RangeError for a kind of schema that rows do not have */
export function wireReader<Row>(
  schema: z.ZodMiniType<Row>,
): (attributes: WireAttributes) => Row | typeof REFUSED {
  const read = readerOf(schema);
  const whole = { M: {} };
  return (attributes) => {
    whole.M = attributes;
    return read(whole) as Row | typeof REFUSED; // its schema's type: test/store/wire-reader.test.ts
  };
}

function readerOf(schema: z.core.$ZodType): Read {
  if (schema === instantSchema) return readInstant;
  const def = defOf(schema);
  const format = def.type === 'number' && 'format' in def && def.format === 'safeint';
  if ((def.checks?.length ?? 0) > 0 && !format) throw notOfRows('checks');
  switch (def.type) {
    case 'string':
      return (wire) => textOf(wire) ?? REFUSED;
    case 'number':
      return format ? readInteger : readNumber;
    case 'boolean':
      return readBoolean;
    case 'literal':
      return oneOf(def.values);
    case 'enum':
      return oneOf(Object.values(def.entries));
    case 'nullable':
      return orNull(readerOf(def.innerType));
    case 'array':
      return arrayReader(readerOf(def.element));
    case 'record':
      return recordReader(readerOf(def.valueType));
    case 'object':
      return objectReader(def.shape);
    default:
      throw notOfRows(def.type);
  }
}

/** What a schema was made of. */
function defOf(schema: z.core.$ZodType): z.core.$ZodTypes['_zod']['def'] {
  return (schema as z.core.$ZodTypes)._zod.def; // oxlint-disable-line no-underscore-dangle -- zod's own name
}

const notOfRows = (what: string) => new RangeError(`wireReader requires a schema without ${what}`);

const isWire = (wire: WireAttribute): wire is Wire => typeof wire === 'object' && wire !== null;

function textOf(wire: WireAttribute): string | undefined {
  return isWire(wire) && typeof wire.S === 'string' ? wire.S : undefined;
}

function readInstant(wire: WireAttribute): unknown {
  const text = textOf(wire);
  return (text === undefined ? undefined : parseInstant(text)) ?? REFUSED;
}

/** Beyond safe integers the document client gives no number. */
function readNumber(wire: WireAttribute): number | typeof REFUSED {
  if (!isWire(wire) || typeof wire.N !== 'string' || wire.N === '') return REFUSED;
  const number = Number(wire.N);
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : REFUSED;
}

function readInteger(wire: WireAttribute): number | typeof REFUSED {
  const number = readNumber(wire);
  return number !== REFUSED && Number.isSafeInteger(number) ? number : REFUSED;
}

const readBoolean = (wire: WireAttribute) =>
  isWire(wire) && typeof wire.BOOL === 'boolean' ? wire.BOOL : REFUSED;

function oneOf(values: readonly unknown[]): Read {
  const known = new Set(values);
  return (wire) => {
    const value = textOf(wire) ?? readNumber(wire);
    return known.has(value) ? value : REFUSED;
  };
}

const orNull =
  (read: Read): Read =>
  (wire) =>
    isWire(wire) && wire.NULL === true ? null : read(wire);

function arrayReader(read: Read): Read {
  return (wire) => {
    if (!isWire(wire) || !Array.isArray(wire.L)) return REFUSED;
    const values: unknown[] = [];
    for (const each of wire.L) {
      const value = read(each);
      if (value === REFUSED) return REFUSED;
      values.push(value);
    }
    return values;
  };
}

function recordReader(read: Read): Read {
  return (wire) => {
    if (!isWire(wire) || !isMap(wire.M)) return REFUSED;
    const values: Record<string, unknown> = {};
    for (const name of Object.keys(wire.M)) {
      const value = name === '__proto__' ? REFUSED : read(wire.M[name]);
      if (value === REFUSED) return REFUSED;
      values[name] = value;
    }
    return values;
  };
}

const isMap = (map: unknown): map is WireAttributes => typeof map === 'object' && map !== null;

function objectReader(shape: Readonly<Record<string, z.core.$ZodType>>): Read {
  const fields = Object.entries(shape).map(([name, schema]) => fieldOf(name, schema));
  return (wire) => {
    if (!isWire(wire) || !isMap(wire.M)) return REFUSED;
    const found: Record<string, unknown> = {};
    for (const { name, read, optional } of fields) {
      const attribute = wire.M[name];
      if (attribute === undefined && optional) continue;
      const value = read(attribute);
      if (value === REFUSED) return REFUSED;
      found[name] = value;
    }
    return found;
  };
}

function fieldOf(name: string, schema: z.core.$ZodType) {
  const def = defOf(schema);
  return def.type === 'optional'
    ? { name, read: readerOf(def.innerType), optional: true }
    : { name, read: readerOf(schema), optional: false };
}
