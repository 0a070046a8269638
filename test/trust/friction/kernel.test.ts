import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalCdf, normalLogDensity } from '../../../lib/stats/normal.ts';
import { assemble, wasmFunction } from '../../../lib/stats/wasm/assemble.ts';
import { constantPool } from '../../../lib/stats/wasm/constant-pool.ts';
import { exponential, powersOfTwo } from '../../../lib/stats/wasm/exponential.ts';
import { f64, f64x2, i32 } from '../../../lib/stats/wasm/instructions.ts';
import { normalNodes } from '../../../lib/trust/friction/event-likelihood.ts';
import { ENTRY, NARROW, PAIRS, WIDEST } from '../../../lib/trust/friction/kernel/layout.ts';
import { pathMachine } from '../../../lib/trust/friction/kernel/machine.ts';

const machine = pathMachine(normalNodes(2.6, 31), 4, 2);
const { run, doubles, entries, slots } = machine;
const end = entries + ENTRY.bytes;

/** Two events side by side with A = 1 and B = 0: then L is Phi, or phi. */
function enter(x: readonly [number, number], step: readonly [number, number]): void {
  for (const lane of [0, 1] as const) {
    const at = entries / 8 + lane;
    doubles[at + ENTRY.x / 8] = x[lane];
    doubles[at + ENTRY.step / 8] = step[lane];
    doubles[at + ENTRY.A / 8] = 1;
    doubles[at + ENTRY.B / 8] = 0;
  }
  run.clear();
}

/** Largest absolute errors of L and phi at all nodes of the first event. */
function errors(x: number, step: number, truth: (x: number) => number): [number, number] {
  const worst: [number, number] = [0, 0];
  for (let p = 0; p < 2 * PAIRS; p++) {
    const node = x + (p % 2 === 0 ? step : -step) * (p >> 1);
    const density = Math.exp(normalLogDensity(node, 0, 1));
    worst[0] = Math.max(worst[0], Math.abs((doubles[slots / 8 + p] as number) - truth(node)));
    worst[1] = Math.max(worst[1], Math.abs((doubles[slots / 8 + 2 * PAIRS + p] as number) - density));
  }
  return worst;
}

const width = (most: number): fc.Arbitrary<number> => fc.double({ min: -most, max: most, noNaN: true });
const place = fc.oneof(width(4), width(16), width(60));
const phi = (x: number): number => Math.exp(normalLogDensity(x, 0, 1));

describe('Phi and phi at 31 nodes, over the whole line', () => {
  test.each([
    { terms: 3 as const, most: NARROW, error: 2e-12 },
    { terms: 5 as const, most: WIDEST, error: 3e-14 },
  ])('by increments with $terms corrections', ({ terms, most, error }) => {
    fc.assert(
      fc.property(place, width(most), place, (x, step, other) => {
        enter([x, other], [step, -step]);
        run[`startPhi${terms}Kept`](entries, end);
        run[`phi${terms}Kept`](entries, end, slots);
        const [ofPhi, ofDensity] = errors(x, step, normalCdf);
        expect(ofPhi).toBeLessThan(error);
        expect(ofDensity).toBeLessThan(3e-14);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  test('phi for an adjustment', () => {
    fc.assert(
      fc.property(place, width(WIDEST), place, (x, step, other) => {
        enter([x, other], [step, step]);
        run.startDensity5(entries, end);
        run.densityKept(entries, end, slots);
        expect(Math.max(...errors(x, step, phi))).toBeLessThan(3e-14);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  test('node by node, however far apart', () => {
    fc.assert(
      fc.property(fc.oneof(place, width(1e9)), fc.oneof(width(3), width(1e8)), (x, step) => {
        enter([x, 0], [step, 0]);
        run.widePhi(entries, slots);
        expect(Math.max(...errors(x, step, normalCdf))).toBeLessThan(1e-14);
        run.wideDensity(entries, slots);
        expect(Math.max(...errors(x, step, phi))).toBeLessThan(1e-14);
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});

test('exp in both lanes, to 2 units in the last place', () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const pool = constantPool(1024, 32);
  const both = wasmFunction({ a: 'f64', b: 'f64' }, { n: 'v128', e: 'v128' }, 'f64', (v) => [
    exponential(0, pool, f64x2.pair(v.a.get, v.b.get), v),
    f64.store(i32.of(2048), f64x2.second(v.e.get)),
    f64x2.first(v.e.get),
  ]);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble({ both })), {
    env: { memory },
  });
  const numbers = new Float64Array(memory.buffer);
  numbers.set(powersOfTwo());
  numbers.set(pool.values(), 128);
  fc.assert(
    fc.property(width(700), width(1), (a, b) => {
      expect(Math.abs((exports['both']?.(a, b) ?? NaN) / Math.exp(a) - 1)).toBeLessThan(2 * 2 ** -52);
      expect(Math.abs((numbers[256] as number) / Math.exp(b) - 1)).toBeLessThan(2 * 2 ** -52);
    }),
    { seed: 6, numRuns: 2000 },
  );
});
