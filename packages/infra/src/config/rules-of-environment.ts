import { saysWhoMayAsk } from '../compute/serve-variables.ts';
import type { Environment } from './config.ts';
import { type Problem, problem } from './problem.ts';
import type { Parts } from './schema.ts';

/** What production may not leave out or lower; a slip there costs data or wakes nobody. Other environments are free. */
export function checkEnvironment(environment: Environment, parts: Parts): readonly Problem[] {
  return environment === 'prod' ? productionRules.flatMap((rule) => rule(parts)) : [];
}

const productionRules: readonly ((parts: Parts) => readonly Problem[])[] = [
  ({ accountId }) =>
    accountId === undefined
      ? [
          problem(
            'accountId',
            accountId,
            'prod names its account, so that no other is changed by mistake: write its 12 digits',
          ),
        ]
      : [],
  ({ alarms }) =>
    alarms?.email.length === 0 && alarms.topics.length === 0
      ? [
          problem(
            'alarms.email',
            alarms.email,
            'alarms of prod must reach someone: write an e-mail address or more, or a topic under alarms.topics',
          ),
        ]
      : [],
  ({ budget }) =>
    budget !== undefined && budget.monthlyUsd === undefined
      ? [problem('budget.monthlyUsd', undefined, 'prod has a budget that warns: write US dollars a month')]
      : [],
  ({ gateway }) =>
    gateway !== undefined && gateway.certificateArn === undefined && gateway.zoneId === undefined
      ? [
          problem(
            'gateway.certificateArn',
            undefined,
            'prod is served over TLS only: write it, or gateway.domain and gateway.zoneId',
          ),
        ]
      : [],
  ({ gateway }) =>
    gateway !== undefined && !saysWhoMayAsk(gateway.settings)
      ? [
          problem(
            'gateway.settings',
            gateway.settings,
            'prod says who may ask: write TOKEN_ISSUER, TOKEN_AUDIENCE and TOKEN_KEYS_URL, or OPEN_TO_EVERYBODY: true for whoever reaches the load balancer',
          ),
        ]
      : [],
  ({ clusters, allowDestroy }) =>
    Object.entries(clusters ?? {}).flatMap(([name, { backupDays, deletionProtection }]) => [
      ...(backupDays < 7
        ? [
            problem(
              `clusters.${name}.backupDays`,
              backupDays,
              'prod keeps backups for a week at least: write 7 or more',
            ),
          ]
        : []),
      ...(deletionProtection === false && allowDestroy === false
        ? [
            problem(
              `clusters.${name}.deletionProtection`,
              false,
              'clusters of prod are protected: remove it, or set allowDestroy to true as well',
            ),
          ]
        : []),
    ]),
];
