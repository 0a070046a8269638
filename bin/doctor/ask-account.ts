import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { identitiesOf, type Mail } from './judge-account.ts';

/** What of an account a stage depends on, asked with the credentials of whoever runs the command. */
export interface AccountPort {
  account(): Promise<string | undefined>;
  bootstrap(): Promise<string | undefined>;
  concurrency(): Promise<{ readonly limit: number; readonly free: number }>;
  mail(address: string): Promise<Mail>;
}

const BOOTSTRAP = '/cdk-bootstrap/hnb659fds/version';

export function accountPort(region: string): AccountPort {
  const settings = { region, maxAttempts: 2 }; // somebody waits
  const mails = new SESv2Client(settings);
  return {
    account: async () =>
      (await new STSClient(settings).send(new GetCallerIdentityCommand({}))).Account ?? undefined,
    async bootstrap() {
      const asked = new SSMClient(settings).send(new GetParameterCommand({ Name: BOOTSTRAP }));
      const answer = await unless('ParameterNotFound', asked);
      return answer?.Parameter?.Value;
    },
    async concurrency() {
      const { AccountLimit } = await new LambdaClient(settings).send(new GetAccountSettingsCommand({}));
      const limit = AccountLimit?.ConcurrentExecutions ?? 0;
      return { limit, free: AccountLimit?.UnreservedConcurrentExecutions ?? limit };
    },
    async mail(address) {
      const { SendingEnabled, ProductionAccessEnabled } = await mails.send(new GetAccountCommand({}));
      return {
        enabled: SendingEnabled === true,
        outOfSandbox: ProductionAccessEnabled === true,
        verified: await verifiedOf(mails, identitiesOf(address)),
      };
    },
  };
}

/** The first of the identities that SES has verified. */
async function verifiedOf(mails: SESv2Client, identities: readonly string[]): Promise<string | undefined> {
  for (const EmailIdentity of identities) {
    const asked = mails.send(new GetEmailIdentityCommand({ EmailIdentity }));
    const answer = await unless('NotFoundException', asked);
    if (answer?.VerifiedForSendingStatus === true) return EmailIdentity;
  }
  return undefined;
}

/** What was asked for, or undefined where the service says by this name that there is none. */
async function unless<Answer>(name: string, asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (cause) {
    if (cause instanceof Error && cause.name === name) return undefined;
    throw cause;
  }
}

/** What AWS_REGION or the profile says, as `cdk deploy` would read it. */
export async function regionSet(): Promise<string | undefined> {
  try {
    return await new STSClient({}).config.region();
  } catch {
    return undefined;
  }
}
