"""Reads versions of Delta tables with Spark: for each, its files, its columns as the table has them, and its rows."""

import json
import sys
from urllib.parse import unquote

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import col, expr

jars, tables, out = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.jars", jars)
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.ui.enabled", "false")
    .config("spark.ui.showConsoleProgress", "false")
    .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
    .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
    # Tables of these tests are small.
    .config("spark.sql.shuffle.partitions", "2")
    .config("spark.databricks.delta.snapshotPartitions", "2")
    .config("spark.sql.session.timeZone", "UTC")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")


def rows_of(frame: DataFrame) -> list[dict]:
    times = ("event_timestamp", "available_at")
    milliseconds = frame.withColumns({name: expr(f"unix_millis({name})") for name in times})
    return [row.asDict() for row in milliseconds.select(*(col(f"`{name}`") for name in frame.columns)).collect()]


found = []
for table in tables:
    versions = []
    for version in table["versions"]:
        frame = spark.read.format("delta").option("versionAsOf", version).load(table["folder"])
        versions.append(
            {
                "files": sorted(unquote(path).rsplit("/", 1)[-1] for path in frame.inputFiles()),
                "columns": frame.columns,
                **({"rows": rows_of(frame)} if table["rows"] else {}),
            }
        )
    last = spark.sql(f"DESCRIBE HISTORY delta.`{table['folder']}` LIMIT 1").collect()[0]["version"]
    found.append({"versions": versions, "last": last})
spark.stop()
with open(out, "w") as file:
    json.dump(found, file)
