import { isObject, parseJson, text, type Json, type JsonObject } from './json.ts';

/** What `GetExecutionHistory` tells of a kept history: the states that an execution entered. Those inside a Distributed Map
 *  belong to executions of their own.
 *  @param lines of the history's file
 *  @param states of the machine itself */
export function historyEvents(lines: string, states: JsonObject): JsonObject[] {
  const kept = lines.split('\n').filter((line) => line !== '');
  const events: JsonObject[] = [];
  for (const [index, line] of kept.entries()) {
    const event = eventOf(parseJson(line), index + 1, states);
    if (event !== undefined) events.push(event);
  }
  return events;
}

function eventOf(event: Json, id: number, states: JsonObject): JsonObject | undefined {
  if (!isObject(event) || event['type'] !== 'StateEntered') return undefined;
  const name = text(event['name'], 'name');
  const state = states[name];
  if (!isObject(state)) return undefined;
  return {
    id,
    timestamp: Date.parse(text(event['at'], 'at')) / 1000,
    type: `${text(state['Type'], 'Type')}StateEntered`,
    stateEnteredEventDetails: { name, input: JSON.stringify(event['input']) },
  };
}
