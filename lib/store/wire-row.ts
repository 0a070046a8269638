import type * as z from 'zod/mini';
import type { WireAttribute, WireAttributes } from './wire-page.ts';
import { REFUSED, wireReader } from './wire-reader.ts';

/** One row as it came over the wire. */
export class WireRow {
  readonly #attributes: WireAttributes;

  constructor(attributes: WireAttributes) {
    this.#attributes = attributes;
  }
  get names(): readonly string[] {
    return Object.keys(this.#attributes);
  }
  textOf(name: string): unknown {
    return plain(this.#attributes[name]);
  }
  /** What the schema makes of it, or `REFUSED`: then the schema says of `plain` what is wrong, or takes that. */
  read<Row>(schema: z.ZodMiniType<Row>): Row | typeof REFUSED {
    return readerOf(schema)(this.#attributes);
  }
  plain(): Readonly<Record<string, unknown>> {
    return plainEach(this.#attributes);
  }
}

const READERS = new WeakMap<object, unknown>();

function readerOf<Row>(schema: z.ZodMiniType<Row>): ReturnType<typeof wireReader<Row>> {
  const known = READERS.get(schema) ?? wireReader(schema);
  READERS.set(schema, known);
  return known as ReturnType<typeof wireReader<Row>>; // kept under its schema
}

/** The value an attribute stands for; sets and binary values, which no row has, as they came. */
function plain(wire: WireAttribute): unknown {
  if (typeof wire !== 'object' || wire === null) return undefined;
  if ('S' in wire) return wire.S;
  if ('N' in wire) return numberOf(String(wire.N));
  if ('M' in wire) return typeof wire.M === 'object' && wire.M !== null ? plainEach(wire.M) : undefined;
  if ('L' in wire) return Array.isArray(wire.L) ? wire.L.map(plain) : undefined;
  if ('BOOL' in wire) return wire.BOOL;
  return 'NULL' in wire ? null : wire;
}

function plainEach(attributes: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).map(([name, each]) => [name, plain(each)]));
}

/** Undefined, which is no number, beyond safe integers: it would be another one. */
function numberOf(text: string): number | undefined {
  const number = Number(text);
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : undefined;
}
