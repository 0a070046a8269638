/** Gradient boosting on histograms as one writes it first: rows in arrays, every node's histogram counted anew. The order of growth,
 *  best leaf first, the losses and the settings are those of lib/stats/boosting (Friedman 2001; Ke et al. 2017). */
export interface PlainSettings {
  readonly trees: number;
  readonly leaves: number;
  readonly rate: number;
  readonly fewest: number; // rows in a leaf
}

type Rows = readonly (readonly number[])[];
interface Node {
  readonly rows: readonly number[];
  readonly gain: number;
  readonly column: number;
  readonly cut: number; // bin; up to it goes left
  left?: Node;
  right?: Node;
  value: number;
}

const BINS = 255;

/** Each value as the number of its bin, by quantiles of its column. */
export function binned(x: Rows): number[][] {
  const columns = x[0]?.length ?? 0;
  const cuts = Array.from({ length: columns }, (_, j) => {
    const sorted = x.map((row) => row[j] as number).toSorted((a, b) => a - b);
    const at = Array.from(
      { length: BINS - 1 },
      (_each, b) => sorted[Math.floor(((b + 1) * x.length) / BINS)],
    );
    return [...new Set(at)] as number[];
  });
  return x.map((row) => row.map((value, j) => binOf(value, cuts[j] ?? [])));
}

function binOf(value: number, cuts: readonly number[]): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value > (cuts[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Raw predictions of the rows `test`, learnt from `train`. */
export function boostPlainly(
  loss: 'squared' | 'logistic',
  y: readonly number[],
  bins: Rows,
  { train, test }: { train: readonly number[]; test: readonly number[] },
  settings: PlainSettings,
): number[] {
  const mean = train.reduce((sum, i) => sum + (y[i] as number), 0) / train.length;
  const begin = loss === 'squared' ? mean : Math.log(mean / (1 - mean));
  const f = y.map(() => begin);
  for (let k = 0; k < settings.trees; k++) {
    const p = f.map((value) => (loss === 'squared' ? value : 1 / (1 + Math.exp(-value))));
    const G = p.map((value, i) => value - (y[i] as number));
    const H = p.map((value) => (loss === 'squared' ? 1 : value * (1 - value)));
    const root = grown(train, bins, G, H, settings);
    for (const i of [...train, ...test]) f[i] = (f[i] as number) + leafOf(root, bins[i] ?? []).value;
  }
  return test.map((i) => f[i] as number);
}

function grown(
  train: readonly number[],
  bins: Rows,
  G: number[],
  H: number[],
  settings: PlainSettings,
): Node {
  const node = (rows: readonly number[]): Node => {
    const [g, h] = [sumOf(rows, G), sumOf(rows, H)];
    return { rows, ...bestCut(rows, bins, G, H, settings.fewest), value: (-settings.rate * g) / h };
  };
  const root = node(train);
  const open = [root];
  for (let leaves = 1; leaves < settings.leaves; leaves++) {
    const best = open.reduce((a, b) => (b.gain > a.gain ? b : a));
    if (!(best.gain > 0)) break;
    const goesLeft = (i: number): boolean => (bins[i]?.[best.column] as number) <= best.cut;
    best.left = node(best.rows.filter(goesLeft));
    best.right = node(best.rows.filter((i) => !goesLeft(i)));
    open.splice(open.indexOf(best), 1, best.left, best.right);
  }
  return root;
}

const sumOf = (rows: readonly number[], of: readonly number[]): number =>
  rows.reduce((sum, i) => sum + (of[i] as number), 0);

function bestCut(
  rows: readonly number[],
  bins: Rows,
  G: number[],
  H: number[],
  fewest: number,
): Pick<Node, 'gain' | 'column' | 'cut'> {
  let best = { gain: 0, column: 0, cut: 0 };
  const [g, h] = [sumOf(rows, G), sumOf(rows, H)];
  for (let column = 0; column < (bins[0]?.length ?? 0); column++) {
    const histogram = Array.from({ length: BINS }, () => ({ n: 0, g: 0, h: 0 }));
    for (const i of rows) {
      const bin = histogram[bins[i]?.[column] as number];
      if (!bin) continue;
      bin.n += 1;
      bin.g += G[i] as number;
      bin.h += H[i] as number;
    }
    let left = { n: 0, g: 0, h: 0 };
    histogram.forEach((bin, cut) => {
      left = { n: left.n + bin.n, g: left.g + bin.g, h: left.h + bin.h };
      if (left.n < fewest || rows.length - left.n < fewest) return;
      const gain = left.g ** 2 / left.h + (g - left.g) ** 2 / (h - left.h) - g ** 2 / h;
      if (gain > best.gain + 1e-12) best = { gain, column, cut };
    });
  }
  return best;
}

function leafOf(root: Node, row: readonly number[]): Node {
  let node = root;
  while (node.left && node.right) node = (row[node.column] as number) <= node.cut ? node.left : node.right;
  return node;
}
