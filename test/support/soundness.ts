import type { Database } from '../../src/storage/database.ts';
import type { Finding } from '../../src/storage/doctor/doctor.ts';
import { examine } from '../../src/storage/doctor/doctor.ts';

/** What the doctor finds wrong with a database; empty where it is sound. */
export async function unsoundness({ prisma }: Pick<Database, 'prisma'>): Promise<Finding[]> {
  const unsound: Finding[] = [];
  for await (const finding of examine(prisma, { mend: false })) if (finding.wrong > 0) unsound.push(finding);
  return unsound;
}
