/** The tunables of one workload as its pods see them: a file that is replaced whole, as the kubelet replaces what it mounts of a ConfigMap. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tunablesRecord, type Tunables, type TunablesPort, type TunablesRecord } from '../../optimizer/acting/tunables';

export class TunablesFolder implements TunablesPort {
  private revision = 0;

  public constructor(
    private readonly folder: string,
    private record: TunablesRecord,
  ) {
    this.put(record.values);
  }

  /** What the pods read. */
  public get file(): string {
    return join(this.folder, 'tunables.json');
  }

  public get present(): TunablesRecord {
    return this.record;
  }

  public read(): ReturnType<TunablesPort['read']> {
    return Promise.resolve({ kind: 'stored', record: this.record, revision: String(this.revision) });
  }

  public write(_: string, record: TunablesRecord, revision: string | undefined): ReturnType<TunablesPort['write']> {
    if (revision !== String(this.revision)) return Promise.resolve({ kind: 'taken', why: 'another revision' });
    this.replace(record);
    return Promise.resolve({ kind: 'written' });
  }

  /** A person puts back what is usual; what was tried before stays known. */
  public reset(values: Tunables): void {
    if (JSON.stringify(values) !== JSON.stringify(this.record.values)) this.replace({ values, finished: this.record.finished });
  }

  private replace(record: TunablesRecord): void {
    // what the real store would refuse must not pass here
    this.record = tunablesRecord.parse(JSON.parse(JSON.stringify(record)));
    this.revision += 1;
    this.put(record.values);
  }

  private put(values: Tunables): void {
    const fresh = `${this.file}.new`;
    writeFileSync(fresh, JSON.stringify(values));
    renameSync(fresh, this.file);
  }
}
