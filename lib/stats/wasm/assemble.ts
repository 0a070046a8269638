import { unsigned } from './instructions.ts';
import type { Code } from './instructions.ts';

const BEGINNING = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]; // '\0asm', version 1
const TYPE = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof TYPE;
type Names = Readonly<Record<string, ValueType>>;

export interface Local {
  readonly get: Code;
  readonly set: (value: Code) => Code;
}

export interface WasmFunction {
  readonly parameters: readonly ValueType[];
  readonly locals: readonly ValueType[];
  readonly result: ValueType | null;
  readonly body: Code;
}

/** A function whose parameters and further variables go by name. The value on the stack at the end is its result. */
export function wasmFunction<P extends Names, L extends Names>(
  parameters: P,
  locals: L,
  result: ValueType | null,
  body: (variable: { readonly [name in keyof P | keyof L]: Local }) => readonly Code[],
): WasmFunction {
  const names = [...Object.keys(parameters), ...Object.keys(locals)];
  const variables = Object.fromEntries(names.map((name, index) => [name, local(index)]));
  return {
    parameters: Object.values(parameters),
    locals: Object.values(locals),
    result,
    body: body(variables as { readonly [name in keyof P | keyof L]: Local }).flat(),
  };
}

function local(index: number): Local {
  return { get: [0x20, ...unsigned(index)], set: (value) => [...value, 0x21, ...unsigned(index)] };
}

/** A module of functions over one imported memory (`env.memory`), each exported by its name.
 *  WebAssembly Core Specification 2.0, section 5.5. */
export function assemble(functions: Readonly<Record<string, WasmFunction>>): Uint8Array<ArrayBuffer> {
  const all = Object.values(functions);
  const names = Object.keys(functions);
  return Uint8Array.from([
    ...BEGINNING,
    ...section(1, list(all.map(signature))),
    ...section(2, list([[...text('env'), ...text('memory'), 0x02, 0x00, 1]])),
    ...section(3, list(all.map((_, index) => unsigned(index)))),
    ...section(7, list(names.map((name, index) => text(name).concat(0x00, unsigned(index))))),
    ...section(10, list(all.map(code))),
  ]);
}

function signature({ parameters, result }: WasmFunction): Code {
  return [0x60, ...types(parameters), ...types(result ? [result] : [])];
}

const types = (each: readonly ValueType[]): Code => list(each.map((type) => [TYPE[type]]));

function code({ locals, body }: WasmFunction): Code {
  const declared = list(locals.map((type) => [1, TYPE[type]]));
  return sized([...declared, ...body, 0x0b]);
}

const text = (name: string): Code => sized([...new TextEncoder().encode(name)]);
const sized = (bytes: Code): Code => unsigned(bytes.length).concat(bytes);
const list = (items: readonly Code[]): Code => unsigned(items.length).concat(items.flat());
const section = (id: number, bytes: Code): Code => [id, ...sized(bytes)];
