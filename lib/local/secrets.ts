import { randomInt } from 'node:crypto';
import * as z from 'zod/mini';
import type { Resource } from './assembly.ts';
import { type Service, AwsError, demand, jsonAnswer } from './endpoint.ts';
import type { Resolve } from './intrinsics.ts';
import { isObject, parseObject, text } from './json.ts';
import { type Place, arnOf, nameOf } from './names.ts';
import { readIfThere, writeWhole } from './folder.ts';
import type { Gate } from './policy.ts';

const versionSchema = z.object({ id: z.string(), createdAt: z.number(), value: z.string() });
type Version = z.infer<typeof versionSchema>;
/** By ARN, newest first; a secret of an earlier release is its value alone. */
const keptSchema = z.record(
  z.string(),
  z.pipe(
    z.union([z.string(), z.array(versionSchema)]),
    z.transform((kept) => (typeof kept === 'string' ? [versionOf(kept, 'local')] : kept)),
  ),
);
const VERSIONS = 20; // the most that are kept

/** Secrets Manager: the template's secrets, made at the first start and kept in a file that only its owner reads. */
export function secretsManager(
  file: string,
  resources: readonly Resource[],
  resolve: Resolve,
  place: Place,
  gate: Gate,
): Service {
  const kept = keptSchema.parse(JSON.parse(readIfThere(file)?.toString('utf8') ?? '{}'));
  const secrets = resources.filter(({ type }) => type === 'AWS::SecretsManager::Secret');
  const first = (secret: Resource) => [versionOf(made(secret, resolve), 'local')];
  const values = new Map(
    secrets.map((secret) => [arnOf(secret, place), kept[arnOf(secret, place)] ?? first(secret)]),
  );
  const write = () => writeWhole(file, JSON.stringify(Object.fromEntries(values), undefined, 1), 0o600);
  write();
  const names = new Map(secrets.map((secret) => [nameOf(secret), arnOf(secret, place)]));

  return async (call, operation) => {
    const asked = parseObject(call.body.toString('utf8'), operation);
    const id = text(asked['SecretId'], 'SecretId');
    const arn = names.get(id) ?? id;
    const action = `secretsmanager:${operation}`;
    demand(gate.allows(call.caller, action, arn), call, action, arn, 'AccessDeniedException');
    const versions = values.get(arn);
    if (operation !== 'GetSecretValue' && operation !== 'PutSecretValue')
      throw new AwsError(400, 'UnknownOperationException', `${operation} is not here`);
    if (versions === undefined)
      throw new AwsError(
        400,
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      );
    const said = { ARN: arn, Name: id, VersionStages: ['AWSCURRENT'] };
    if (operation === 'GetSecretValue') {
      const [newest] = versions;
      return jsonAnswer({
        ...said,
        SecretString: newest?.value,
        VersionId: newest?.id,
        CreatedDate: newest?.createdAt,
      });
    }
    const token = text(asked['ClientRequestToken'], 'ClientRequestToken');
    const value = text(asked['SecretString'], 'SecretString');
    values.set(arn, withVersion(versions, versionOf(value, token)));
    write();
    return jsonAnswer({ ...said, VersionId: token });
  };
}

const versionOf = (value: string, id: string): Version => ({ id, createdAt: Date.now() / 1000, value });

/** A token names one version for good: the same value again changes nothing, another one is refused. */
function withVersion(versions: readonly Version[], version: Version): Version[] {
  const same = versions.find(({ id }) => id === version.id);
  if (same !== undefined && same.value !== version.value)
    throw new AwsError(400, 'ResourceExistsException', 'A version with this token exists already.');
  return same === undefined ? [version, ...versions].slice(0, VERSIONS) : [...versions];
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
