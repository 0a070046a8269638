/** A piece of a DynamoDB expression: text as it stands, an attribute's path, or a value. Names and values are numbered
 *  when the call is made, so that no attribute name meets a reserved word and no value is ever read as syntax. */
export type Expression = readonly Piece[];
type Piece = { readonly text: string } | { readonly path: readonly string[] } | { readonly value: unknown };

/** The attribute at a path: `attribute('invitation', 'closesAt')`. */
export function attribute(...path: readonly string[]): Expression {
  return [{ path }];
}

export function value(raw: unknown): Expression {
  return [{ value: raw }];
}

/** `` expression`${attribute('invitation', 'closesAt')} > ${value(now)}` `` */
export function expression(texts: TemplateStringsArray, ...filled: readonly Expression[]): Expression {
  return texts.flatMap((text, index) => [{ text }, ...(filled[index] ?? [])]);
}

/** Expressions in a row with a word between: `joined(conditions, ' and ')`. */
export function joined(expressions: readonly Expression[], between: string): Expression {
  return expressions.flatMap((each, index) => (index === 0 ? each : [{ text: between }, ...each]));
}

export interface Rendered {
  readonly texts: readonly string[];
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: Record<string, unknown>;
}

/** The texts of expressions that travel in one call, with the names and values they share. */
export function render(...expressions: readonly Expression[]): Rendered {
  const names: string[] = [];
  const values: unknown[] = [];
  const nameOf = (step: string) => {
    if (!names.includes(step)) names.push(step);
    return `#n${names.indexOf(step)}`;
  };
  const textOf = (piece: Piece) => {
    if ('text' in piece) return piece.text;
    if ('path' in piece) return piece.path.map(nameOf).join('.');
    return `:v${values.push(piece.value) - 1}`;
  };
  const texts = expressions.map((pieces) => pieces.map(textOf).join(''));
  return {
    texts,
    ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#n${index}`, name])),
    ExpressionAttributeValues: Object.fromEntries(values.map((raw, index) => [`:v${index}`, raw])),
  };
}

/** An update of one row under a condition, as UpdateItem and transactions take it. */
export function conditionalUpdate(update: Expression, condition: Expression) {
  const { texts, ...attributes } = render(update, condition);
  const [UpdateExpression = '', ConditionExpression = ''] = texts;
  return { UpdateExpression, ConditionExpression, ...attributes };
}
