import { dynamicsTable, stressPathTable, stressTable } from './dynamics-tables.ts';
import { evolutionTable, quarterlyTable, segmentsTable, statedEvolutionTable } from './over-time-tables.ts';
import { investmentsTable, processEffectsTable, processesTable } from './process-tables.ts';
import { senderTable } from './sender-table.ts';
import { healthTable, responseTable } from './survey-tables.ts';
import type { Table } from './table.ts';
import { theoriesTable, theoryParametersTable, theoryTestsTable } from './theory-tables.ts';
import { calibrationTable, contrastsTable, trustTable } from './trust-tables.ts';

/** The tables of every report, in the order in which a reader meets them. All are of many sellers. */
export const TABLES: readonly Table[] = [
  trustTable,
  evolutionTable,
  statedEvolutionTable,
  segmentsTable,
  contrastsTable,
  calibrationTable,
  senderTable,
  dynamicsTable,
  theoriesTable,
  theoryParametersTable,
  theoryTestsTable,
  processesTable,
  processEffectsTable,
  investmentsTable,
  responseTable,
  quarterlyTable,
  healthTable,
  stressTable,
  stressPathTable,
];
