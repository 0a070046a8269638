import { beforeAll, describe, expect, it } from 'vitest';
import { tenantsSchema } from '../../lib/domain/tenant.ts';
import { ENV } from '../../lib/env.ts';
import { resources, settingsOf, synthesise, type Resource } from './synthesise.ts';

let doors: [string, Resource][];
let groups: Map<string, Resource>;
beforeAll(() => {
  const { app } = synthesise();
  doors = resources(app, 'AWS::Lambda::Function');
  groups = new Map(resources(app, 'AWS::Logs::LogGroup'));
});

describe('functions', () => {
  it('there are fourteen, and no hidden ones of custom resources', () => {
    expect(doors.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual([
      'SurveySiteSurvey',
      'Intake',
      'IntakeEvents',
      'AnalysisForget',
      'AnalysisSnapshotShard',
      'AnalysisPlanNight',
      'AnalysisFit',
      'AnalysisPassShard',
      'AnalysisAddPass',
      'AnalysisEstimateShard',
      'AnalysisSummarise',
      'AnalysisPublish',
      'WaveInvite',
      'OutreachPost',
    ]);
  });

  it('only run arm64 nodejs24.x, traced, logging JSON into a group of their own that forgets', () => {
    for (const [, { Properties }] of doors) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogFormat: 'JSON' },
      });
      const { LogGroup } = Properties['LoggingConfig'] as { LogGroup: { Ref: string } };
      expect(groups.get(LogGroup.Ref)?.Properties['RetentionInDays']).toBe(14);
    }
  });

  it('read only variables that lib/env.ts names, under 4 KB together', () => {
    const known: string[] = [...Object.values(ENV), 'NODE_OPTIONS'];
    for (const [, { Properties }] of doors) {
      const { Variables } = Properties['Environment'] as { Variables: Record<string, string> };
      expect(known).toEqual(expect.arrayContaining(Object.keys(Variables)));
      expect(JSON.stringify(Variables).length).toBeLessThan(4096);
    }
  });

  it('receive the tenants as they stand in the settings', () => {
    const texts = doors.flatMap(([, { Properties }]) => {
      const { Variables } = Properties['Environment'] as { Variables: Record<string, string> };
      return Variables[ENV.tenants] ?? [];
    });
    expect(texts).not.toHaveLength(0);
    for (const text of texts) {
      expect(tenantsSchema.parse(JSON.parse(text))).toEqual(settingsOf('dev').tenants);
    }
  });
});
