/** Controls of the benchmark for Google Cloud on databases (CIS Google Cloud Platform Foundation 3.0.0, sections 6.2 and 6.4 to 6.7), in our own words. */
import { automated, automatedWithin, control, notApplicable, type Section } from '../control';
import * as databases from '../plan-checks/databases';

export const databaseBenchmark: readonly Section[] = [
  {
    title: 'CIS Google Cloud Platform Foundation 3.0.0: Cloud SQL',
    controls: [
      control('6.1', 1, 'MySQL', notApplicable('this program makes no MySQL')),
      control('6.2.1', 2, 'log_error_verbosity is default or terse', automated(databases.logErrorVerbosity)),
      control('6.2.2', 1, 'log_connections is on', automated(databases.logConnections)),
      control('6.2.3', 1, 'log_disconnections is on', automated(databases.logDisconnections)),
      control('6.2.4', 2, 'log_statement is ddl or more', automated(databases.logStatement)),
      control('6.2.5', 1, 'log_min_messages is warning or worse', automated(databases.logMinMessages)),
      control('6.2.6', 1, 'log_min_error_statement is error or more', automated(databases.logMinErrorStatement)),
      control('6.2.7', 1, 'log_min_duration_statement is off', automated(databases.logMinDuration)),
      control(
        '6.2.8',
        1,
        'pgAudit is there',
        automatedWithin('what is audited is set inside the database: CREATE EXTENSION pgaudit, and pgaudit.log of roles', databases.pgaudit),
      ),
      control('6.3', 1, 'SQL Server', notApplicable('this program makes no SQL Server')),
      control('6.4', 1, 'connections use TLS', automated(databases.databaseTls)),
      control('6.5', 1, 'no network of the internet is let in', automated(databases.databaseNetworks)),
      control('6.6', 2, 'databases have no public address', automated(databases.databaseAddress)),
      control('6.7', 1, 'backups are made by themselves', automated(databases.databaseBackups)),
    ],
  },
];
