/** Bytes of WebAssembly expressions, composed like the expressions themselves: `i32.add(a, b)`.
 *  WebAssembly Core Specification 2.0, sections 5.4 (instructions) and 5.2.2 (integers). */
export type Code = readonly number[];

const BLOCK = [0x02, 0x40]; // without a result
const LOOP = [0x03, 0x40];
const IF = [0x04, 0x40];
const LEAVE_UNLESS = [0x45, 0x0d, 1];
const AGAIN_AND_END = [0x0c, 0, 0x0b, 0x0b];

/** LEB128 of an integer from 0 to 2^32 - 1. */
export function unsigned(value: number): number[] {
  const low = value % 128;
  const rest = (value - low) / 128;
  return rest === 0 ? [low] : [low + 128, ...unsigned(rest)];
}

/** LEB128 of a signed integer of 32 bits. */
export function signed(value: number): number[] {
  const low = value & 127;
  const rest = value >> 7;
  const done = (rest === 0 && low < 64) || (rest === -1 && low >= 64);
  return done ? [low] : [low | 128, ...signed(rest)];
}

const binary =
  (...operation: number[]) =>
  (a: Code, b: Code): Code => [...a, ...b, ...operation];
const unary =
  (operation: number) =>
  (a: Code): Code => [...a, operation];
const load =
  (align: number, ...operation: number[]) =>
  (address: Code, offset = 0): Code => [...address, ...operation, align, ...unsigned(offset)];
const store =
  (align: number, ...operation: number[]) =>
  (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    ...operation,
    align,
    ...unsigned(offset),
  ];

export const i32 = {
  of: (value: number): Code => [0x41, ...signed(value)],
  load: load(2, 0x28),
  loadByte: load(0, 0x2d),
  store: store(2, 0x36),
  eq: binary(0x46),
  ne: binary(0x47),
  ltU: binary(0x49),
  leU: binary(0x4d),
  geU: binary(0x4f),
  add: binary(0x6a),
  sub: binary(0x6b),
  mul: binary(0x6c),
  and: binary(0x71),
  or: binary(0x72),
  shl: binary(0x74),
  shrU: binary(0x76),
  wrap: unary(0xa7), // of an i64
} as const;

export const i64 = {
  of: (value: number): Code => [0x42, ...signed(value)],
  load: load(3, 0x29),
  store: store(3, 0x37),
  isZero: unary(0x50),
  add: binary(0x7c),
  shrS: binary(0x87),
  extendU: unary(0xad), // of an i32
} as const;

export const f64 = {
  of: (value: number): Code => [0x44, ...new Uint8Array(Float64Array.of(value).buffer)],
  load: load(3, 0x2b),
  store: store(3, 0x39),
  lt: binary(0x63),
  gt: binary(0x64),
  abs: unary(0x99),
  add: binary(0xa0),
  sub: binary(0xa1),
  mul: binary(0xa2),
  div: binary(0xa3),
  max: binary(0xa5),
  fromI32: unary(0xb7),
  fromI64: unary(0xb9),
  truncated: unary(0xaa), // to an i32
} as const;

export const v128 = {
  load: load(4, 0xfd, 0x00),
  store: store(4, 0xfd, 0x0b),
  and: binary(0xfd, 0x4e),
  andNot: binary(0xfd, 0x4f),
  or: binary(0xfd, 0x50),
  addI64: binary(0xfd, 0xce, 0x01),
  subI64: binary(0xfd, 0xd1, 0x01),
  /** Both lanes shifted left. */
  shlI64: binary(0xfd, 0xcb, 0x01),
  shrI64: binary(0xfd, 0xcd, 0x01), // without the sign
} as const;

/** Eight bytes of a from `at` on, then the same of b. */
const shuffle = (a: Code, b: Code, at: number): Code => [
  ...a,
  ...b,
  0xfd,
  0x0d,
  ...Array.from({ length: 16 }, (_, n) => (n < 8 ? at + n : 8 + at + n)),
];

/** A double in the first lane, 0 in the second. */
const loadLow = load(3, 0xfd, 0x5d);

/** Two doubles side by side. */
export const f64x2 = {
  splat: (a: Code): Code => [...a, 0xfd, 0x14],
  /** A double in memory, in both lanes. */
  loadSplat: load(3, 0xfd, 0x0a),
  /** The doubles at two addresses. */
  gather: (first: Code, second: Code, offset = 0): Code => [
    ...second,
    ...loadLow(first, offset),
    ...[0xfd, 0x57, 3].concat(unsigned(offset), 1), // load64_lane
  ],
  /** Lane 0 of both, or lane 1 of both. */
  lows: (a: Code, b: Code): Code => shuffle(a, b, 0),
  highs: (a: Code, b: Code): Code => shuffle(a, b, 8),
  pair: (first: Code, second: Code): Code => [...first, 0xfd, 0x14, ...second, 0xfd, 0x22, 1],
  first: (a: Code): Code => [...a, 0xfd, 0x21, 0],
  second: (a: Code): Code => [...a, 0xfd, 0x21, 1],
  /** The low 32 bits of a lane. */
  lowWord: (a: Code, lane: 0 | 1): Code => [...a, 0xfd, 0x1b, 2 * lane],
  add: binary(0xfd, 0xf0, 0x01),
  sub: binary(0xfd, 0xf1, 0x01),
  /** All bits of a lane where equal. */
  eq: binary(0xfd, 0x47),
  mul: binary(0xfd, 0xf2, 0x01),
  div: binary(0xfd, 0xf3, 0x01),
  /** b < a ? b : a, by lane, and the other. */
  pmin: binary(0xfd, 0xf6, 0x01),
  pmax: binary(0xfd, 0xf7, 0x01),
  abs: (a: Code): Code => [...a, 0xfd, 0xec, 0x01],
  neg: (a: Code): Code => [...a, 0xfd, 0xed, 0x01],
  sqrt: (a: Code): Code => [...a, 0xfd, 0xef, 0x01],
} as const;

/** Copies bytes inside the memory. */
export const copy = (to: Code, from: Code, bytes: Code): Code => [...to, ...from, ...bytes, 0xfc, 0x0a, 0, 0];

/** A body that runs as long as the condition holds, tested before. `leave` and `next` are for its outermost level;
 *  each `when` around them adds 1 to the depth. */
export const during = (condition: Code, body: Code): Code => [
  ...BLOCK,
  ...LOOP,
  ...condition,
  ...LEAVE_UNLESS,
  ...body,
  ...AGAIN_AND_END,
];

export const when = (condition: Code, body: Code, otherwise: Code = []): Code => [
  ...condition,
  ...IF,
  ...body,
  ...(otherwise.length > 0 ? [0x05, ...otherwise] : []),
  0x0b,
];

/** Calls a function of the module by its place in it. */
export const call = (place: number, ...values: readonly Code[]): Code => [
  ...values.flat(),
  0x10,
  ...unsigned(place),
];

/** Leaves the `during` around `depth` blocks. */
export const leave = (depth: number): Code => [0x0c, ...unsigned(depth + 1)];
