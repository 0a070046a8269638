import { type Json, type JsonObject, isObject, list, object, text } from './json.ts';
import { type Scope, find, valueAt } from './states-path.ts';

const COMPARISON =
  /^(String|Numeric|Boolean|Timestamp)(Equals|LessThan|LessThanEquals|GreaterThan|GreaterThanEquals)(Path)?$/;
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Whether a choice rule holds. */
export function holds(rule: JsonObject, scope: Scope): boolean {
  const rules = (name: string) => list(rule[name], name).map((one) => object(one, name));
  if ('And' in rule) return rules('And').every((one) => holds(one, scope));
  if ('Or' in rule) return rules('Or').some((one) => holds(one, scope));
  if ('Not' in rule) return !holds(object(rule['Not'], 'Not'), scope);
  const variable = text(rule['Variable'], 'Variable');
  const [operator = '', operand = null] =
    Object.entries(rule).find(([key]) => !['Variable', 'Next', 'Comment'].includes(key)) ?? [];
  if (operator === 'IsPresent') return (find(variable, scope) !== undefined) === operand;
  const value = valueAt(variable, scope);
  if (operator.startsWith('Is')) return isA(operator, value) === operand;
  if (operator === 'StringMatches')
    return typeof value === 'string' && asPattern(text(operand, operator)).test(value);
  const [, kind = '', relation = '', path] = COMPARISON.exec(operator) ?? [];
  if (kind === '') throw new RangeError(`the local stage does not know the comparison ${operator}`);
  const other = path === undefined ? operand : valueAt(text(operand, operator), scope);
  const [a, b] = [comparable(kind, value), comparable(kind, other)];
  return a !== undefined && b !== undefined && related(relation, a, b);
}

function related(relation: string, a: string | number, b: string | number): boolean {
  if (relation === 'Equals') return a === b;
  if (relation.endsWith('Equals') && a === b) return true;
  return relation.startsWith('Less') ? a < b : a > b;
}

/** As something `<` orders, or undefined where the value is of another kind: then no comparison holds. */
function comparable(kind: string, value: Json): string | number | undefined {
  if (kind === 'String') return typeof value === 'string' ? value : undefined;
  if (kind === 'Numeric') return typeof value === 'number' ? value : undefined;
  if (kind === 'Boolean') return typeof value === 'boolean' ? String(value) : undefined;
  return typeof value === 'string' && TIMESTAMP.test(value) ? Date.parse(value) : undefined;
}

function isA(operator: string, value: Json): boolean {
  if (operator === 'IsNull') return value === null;
  if (operator === 'IsTimestamp') return typeof value === 'string' && TIMESTAMP.test(value);
  const kind = { IsString: 'string', IsNumeric: 'number', IsBoolean: 'boolean' }[operator];
  if (kind === undefined) throw new RangeError(`the local stage does not know the comparison ${operator}`);
  return typeof value === kind && !isObject(value);
}

function asPattern(pattern: string): RegExp {
  const literal = pattern.replaceAll(/\\\*|[.+^${}()|[\]\\?]|\*/g, (one) =>
    one === '*' ? '.*' : one === '\\*' ? '\\*' : `\\${one}`,
  );
  return new RegExp(`^${literal}$`, 's');
}
