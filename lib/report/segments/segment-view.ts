import type { Estimates } from '../../trust/estimates.ts';
import { comparePeriods } from '../../trust/period.ts';
import type { SegmentCell } from '../../trust/segment-schema.ts';
import { grouped } from '../grouping.ts';

export const TOGETHER = 'all together';

/** One value of a segment as its page shows it. */
export interface SegmentView {
  readonly segment: string;
  readonly value: string;
  /** Recommenders in the order of names; all together last, where there are several. */
  readonly courses: readonly Course[];
}

export interface Course {
  readonly recommender: string;
  readonly now: SegmentCell | null;
  readonly periods: readonly Told[]; // in the order of time
}

export type Told = SegmentCell & { readonly period: string };

/** Segment values in the order of the estimates. */
export function segmentViews({ segments }: Pick<Estimates, 'segments'>): SegmentView[] {
  const values = grouped(segments, ({ segment, value }) => JSON.stringify([segment, value]));
  return [...values.values()].flatMap((cells) => {
    const [first] = cells;
    if (first === undefined) return [];
    const courses = [...grouped(cells, ({ recommender }) => recommender ?? TOGETHER)];
    return [
      { segment: first.segment, value: first.value, courses: courses.map(courseOf).toSorted(togetherLast) },
    ];
  });
}

function courseOf([recommender, cells]: readonly [string, readonly SegmentCell[]]): Course {
  return {
    recommender,
    now: cells.find(({ period }) => period === null) ?? null,
    periods: cells
      .flatMap((cell) => (cell.period === null ? [] : [Object.assign({}, cell, { period: cell.period })]))
      .toSorted((a, b) => comparePeriods(a.period, b.period)),
  };
}

const togetherLast = (a: Course, b: Course): number =>
  Number(a.recommender === TOGETHER) - Number(b.recommender === TOGETHER) ||
  (a.recommender < b.recommender ? -1 : 1);

/** The course that stands for the value: all together, or its only recommender. */
export const mainCourse = ({ courses }: SegmentView): Course | undefined => courses.at(-1);

export const isTold = ({ mean }: { readonly mean: number | null }): boolean => mean !== null;
