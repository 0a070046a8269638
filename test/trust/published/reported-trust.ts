import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

/** The hybrid human-robot trust data (MIT): docs/model.md 7.3. Read in place. */
export const FILE = '../shared/data/hybrid_trust/Real_World_data.json';

const bit = z.union([z.literal(0), z.literal(1)]);
const fileSchema = z.array(
  z.object({
    human_id: z.string(),
    trust: z.array(z.number()),
    robot_decision_making: z.array(bit),
    human_decision_making: z.array(bit),
    task_result: z.array(z.number()),
  }),
);

/** One round of one person: trust reported before and after it. */
export interface ReportedStep {
  readonly before: number;
  readonly after: number;
  readonly adopted: boolean; // the person decided as the robot had
  readonly right: boolean; // the robot was
  readonly success: boolean;
}

export interface Person {
  readonly id: string;
  readonly steps: readonly ReportedStep[];
}

export function readPeople(): Person[] {
  return fileSchema.parse(JSON.parse(readFileSync(FILE, 'utf8'))).map((person) => ({
    id: person.human_id,
    steps: person.task_result.map((points, k) => {
      const adopted = person.robot_decision_making[k] === person.human_decision_making[k];
      const success = points > 0;
      const [before = Number.NaN, after = Number.NaN] = person.trust.slice(k, k + 2);
      return { before, after, adopted, success, right: adopted === success };
    }),
  }));
}

/** Trust reported after each round as a model tells it from what was reported before. */
export type OneStep = (person: Person) => number[];

export function rmse(people: readonly Person[], predict: OneStep): number {
  const squares = people.flatMap((person) => {
    const told = predict(person);
    return person.steps.map(({ after }, k) => (after - (told[k] ?? Number.NaN)) ** 2);
  });
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

/** Counts of successes and failures, Guo & Yang (2021): A grows by vs, B by vf, trust is A / (A + B). Before the first
 *  outcome A + B = nu; trust as last reported is held, so one step is
 *      (W t + vs c) / (W + vs c + vf (1 - c))      W = nu + vs successes + vf failures before
 *  Only vs/nu and vf/nu can be told. */
export function betaSteps(nu: number, vs: number, vf: number): OneStep {
  return ({ steps }) => {
    let W = nu;
    return steps.map(({ before, right }) => {
      const told = (W * before + (right ? vs : 0)) / (W + (right ? vs : vf));
      W += right ? vs : vf;
      return told;
    });
  };
}
