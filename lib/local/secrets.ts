import { randomInt } from 'node:crypto';
import type { Resource } from './assembly.ts';
import { type Service, AwsError, demand, jsonAnswer } from './endpoint.ts';
import type { Resolve } from './intrinsics.ts';
import { type JsonObject, isObject, parseObject, text } from './json.ts';
import { type Place, arnOf, nameOf } from './names.ts';
import { readIfThere, writeWhole } from './folder.ts';
import type { Gate } from './policy.ts';

/** Secrets Manager: the template's secrets, made at the first start and kept in a file that only its owner reads. */
export function secretsManager(
  file: string,
  resources: readonly Resource[],
  resolve: Resolve,
  place: Place,
  gate: Gate,
): Service {
  const kept = parseObject(readIfThere(file)?.toString('utf8') ?? '{}', file);
  const secrets = resources.filter(({ type }) => type === 'AWS::SecretsManager::Secret');
  const values: JsonObject = Object.fromEntries(
    secrets.map((secret) => [arnOf(secret, place), kept[arnOf(secret, place)] ?? made(secret, resolve)]),
  );
  if (JSON.stringify(values) !== JSON.stringify(kept))
    writeWhole(file, JSON.stringify(values, undefined, 1), 0o600);
  const names = new Map(secrets.map((secret) => [nameOf(secret), arnOf(secret, place)]));

  return async (call, operation) => {
    const { SecretId } = parseObject(call.body.toString('utf8'), operation);
    const id = text(SecretId, 'SecretId');
    const arn = names.get(id) ?? id;
    const action = `secretsmanager:${operation}`;
    demand(gate.allows(call.caller, action, arn), call, action, arn, 'AccessDeniedException');
    if (operation !== 'GetSecretValue')
      throw new AwsError(400, 'UnknownOperationException', `${operation} is not here`);
    const value = values[arn];
    if (typeof value !== 'string')
      throw new AwsError(
        400,
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      );
    return jsonAnswer({
      ARN: arn,
      Name: id,
      SecretString: value,
      VersionId: 'local',
      VersionStages: ['AWSCURRENT'],
    });
  };
}

/** As `GenerateSecretString` says: a password of its length and letters, alone or as one key of a JSON template. */
function made(secret: Resource, resolve: Resolve): string {
  const properties = resolve(secret.stack, secret.properties);
  const rule = isObject(properties) ? properties['GenerateSecretString'] : undefined;
  if (!isObject(rule))
    throw new RangeError(`secret ${secret.id} has no GenerateSecretString to make it from`);
  const exclude = String(rule['ExcludeCharacters'] ?? '');
  const letters = [
    rule['ExcludeLowercase'] === true ? '' : 'abcdefghijklmnopqrstuvwxyz',
    rule['ExcludeUppercase'] === true ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    rule['ExcludeNumbers'] === true ? '' : '0123456789',
    rule['ExcludePunctuation'] === true ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  ]
    .join('')
    .split('')
    .filter((letter) => !exclude.includes(letter));
  const length = Number(rule['PasswordLength'] ?? 32);
  const password = Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
  const template = rule['SecretStringTemplate'];
  if (typeof template !== 'string') return password;
  const key = text(rule['GenerateStringKey'], 'GenerateStringKey');
  return JSON.stringify({ ...parseObject(template, 'SecretStringTemplate'), [key]: password });
}
