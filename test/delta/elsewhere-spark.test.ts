import { describeWith } from '@wattline/test-tools';
import { test } from 'vitest';
import { makeFolder } from '../support/folder.ts';
import { followGuide } from './guide.ts';
import { expectFound, sealPlant } from './plant.ts';
import { deltaJars, java, sparkPython } from './spark.ts';

const tools = { Java: java, 'jars of Delta': deltaJars, pyspark: sparkPython };

describeWith('sealed sets are read as the guide says', tools, (found) => {
  test('with Spark, two versions of a folder', async () => {
    const folder = await makeFolder();
    for (const sealed of await sealPlant(folder))
      expectFound(
        await followGuide(found.pyspark, folder, {
          headings: ['In a folder', 'Which version', 'Without Delta', 'Spark', 'Spark without Delta'],
          instead: {
            '0b4c6b9fb6bb4549': sealed.version,
            // As Maven has them here, instead of asking for them anew.
            '"spark.jars.packages", "io.delta:delta-spark_2.13:4.0.1"': `"spark.jars", "${found['jars of Delta']}"`,
          },
          environment: {
            SPARK_LOCAL_IP: '127.0.0.1',
            PYSPARK_SUBMIT_ARGS:
              '--master local[2] --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=2 pyspark-shell',
          },
        }),
        sealed,
      );
  });
});
