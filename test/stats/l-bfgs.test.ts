import { expect, test } from 'vitest';
import { withDifferences } from '../../lib/stats/central-difference.ts';
import { minimise, type Objective } from '../../lib/stats/l-bfgs.ts';

const open = { lower: [], upper: [] };

function rosenbrock(x: Float64Array, gradient: Float64Array): number {
  const [a = 0, b = 0] = x;
  gradient[0] = -2 * (1 - a) - 400 * a * (b - a * a);
  gradient[1] = 200 * (b - a * a);
  return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
}

test('the valley of Rosenbrock, from the usual start', () => {
  const found = minimise(rosenbrock, [-1.2, 1], open, { tolerance: 1e-9 });
  expect(found.stopped).toBe('gradient');
  expect(found.x[0]).toBeCloseTo(1, 7);
  expect(found.x[1]).toBeCloseTo(1, 7);
  expect(found.evaluations).toBeLessThan(100);
});

test('a bound holds the minimum: (1.5, 2.25) where the first variable must be at least 1.5', () => {
  const found = minimise(rosenbrock, [3, 0], { lower: [1.5], upper: [] }, { tolerance: 1e-8 });
  expect(found.x[0]).toBe(1.5);
  expect(found.x[1]).toBeCloseTo(2.25, 6);
  expect(found.stopped).not.toBe('limit');
});

test('a start outside the box is moved into it', () => {
  const found = minimise(rosenbrock, [9, 9], { lower: [0, 0], upper: [0.5, 3] }, { tolerance: 1e-8 });
  expect(found.x[0]).toBe(0.5);
  expect(found.x[1]).toBeCloseTo(0.25, 6);
});

test('steps into regions without a value are taken back', () => {
  const log = withDifferences(([x = 0]) => (x > 0 ? x - Math.log(x) : Infinity));
  expect(minimise(log, [20], open, { tolerance: 1e-7 }).x[0]).toBeCloseTo(1, 5);
});

test('ten badly scaled variables', () => {
  const scales = Array.from({ length: 10 }, (_, i) => 10 ** (i / 3));
  const found = minimise(
    (x, gradient) => {
      let value = 0;
      scales.forEach((scale, i) => {
        const left = (x[i] as number) - i;
        gradient[i] = scale * left;
        value += 0.5 * scale * left * left;
      });
      return value;
    },
    scales.map(() => 0),
    open,
    { tolerance: 1e-9 },
  );
  scales.forEach((_, i) => expect(found.x[i]).toBeCloseTo(i, 6));
});

test('giving up is said', () => {
  expect(minimise(rosenbrock, [-1.2, 1], open, { maxIterations: 3 }).stopped).toBe('limit');
});

const nowhere = (slope: number) => (_x: Float64Array, gradient: Float64Array) => {
  gradient.fill(slope);
  return Infinity;
};
const wrongSign = ([x = 0]: Float64Array, gradient: Float64Array): number => {
  gradient[0] = -2 * x;
  return x * x;
};

test('a search that got nowhere says so: no value, no decrease in spite of a slope, a gradient of the wrong sign', () => {
  expect(minimise(nowhere(0), [1], open).stopped).toBe('limit');
  expect(minimise(nowhere(Number.NaN), [1], open).stopped).toBe('limit');
  expect(minimise(wrongSign, [3], open).stopped).toBe('limit');
});

const bowl = ([a = 0, b = 0]: Float64Array, gradient: Float64Array): number => {
  gradient[0] = 1e4 * a + b - 1;
  gradient[1] = a + 2 * b + 3;
  return 5e3 * a * a + a * b + b * b - a + 3 * b;
};

test('with the curvature known, a quadratic takes one step; a curvature that is not definite is not used', () => {
  const curvature = [
    [1e4, 1],
    [1, 2],
  ];
  const found = minimise(bowl, [5, 5], open, { curvature, tolerance: 1e-9 });
  expect(found).toMatchObject({ iterations: 1, evaluations: 2, stopped: 'gradient' });
  expect(found.gradientNorm).toBeLessThan(1e-9);
  const saddle = [
    [1, 0],
    [0, -1],
  ];
  expect(minimise(bowl, [5, 5], open, { curvature: saddle }).value).toBeCloseTo(found.value, 6);
});

const flat = ([x = 0]: Float64Array, gradient: Float64Array): number => {
  gradient[0] = 1e6 * x;
  return 5e5 * x * x;
};

test('a step that promises less than 1e-7 is not taken', () => {
  const found = minimise(flat, [1e-7], open, { curvature: [[1e6]] });
  expect(found).toMatchObject({ stopped: 'gradient', iterations: 0, evaluations: 1 });
});

test('nor one whose fall a sum as large as the value does not show', () => {
  const high: Objective = (x, gradient) => 1e8 + flat(x, gradient);
  const start = [1e-6]; // promises 5e-7 of 1e8
  expect(minimise(high, start, open, { curvature: [[1e6]] })).toMatchObject({
    stopped: 'gradient',
    evaluations: 1,
  });
  expect(minimise(flat, start, open, { curvature: [[1e6]] }).iterations).toBe(1);
});

test('what is held at a bound does not mislead the others: y, which pulls hard, stays out of the directions', () => {
  const found = minimise(
    ([x = 0, y = 0], gradient) => {
      gradient[0] = 2e4 * (x - 1e-3) + 1e3 * y;
      gradient[1] = 1e3 * x + 1e3 * (y + 1);
      return 1e4 * (x - 1e-3) ** 2 + 1e3 * x * y + 500 * (y + 1) ** 2;
    },
    [0.3, 0.2],
    { lower: [-1, 0], upper: [1, 1] },
    { tolerance: 1e-8 },
  );
  expect(found.x[0]).toBeCloseTo(1e-3, 9);
  expect(found.x[1]).toBe(0);
  expect(found.evaluations).toBeLessThan(30);
});
