// Counts coded responses as the tally does, with DuckDB: how many are in each cell of each table, by view.
// Usage: node count.mjs POOL.json TIMES THREADS. The rows of the pool are taken TIMES times; that is not timed.
// Prints {"seconds": …, "counts": {"view|table|cell": n}}.
import { DuckDBInstance } from "@duckdb/node-api";

const [pool, times, threads] = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:", { threads });
const db = await instance.connect();
const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

await db.run(`CREATE TABLE pool AS SELECT * FROM read_json('${pool.replaceAll("'", "''")}', format = 'newline_delimited')`);
await db.run(`CREATE TABLE rows AS SELECT pool.* FROM pool, range(${Number(times)})`);
const columns = (await db.runAndReadAll("DESCRIBE rows")).getRowObjects().filter((c) => c.column_name !== "view");
const based = columns.map((c) => c.column_name).filter((t) => t.startsWith("q.") || t === "channel" || t === "service");

const counts = {};
const began = process.hrtime.bigint();
for (const { column_name: table, column_type: type } of columns) {
  const cell = type.endsWith("[]") ? `unnest(${quoted(table)})` : quoted(table);
  const found = await db.runAndReadAll(
    `SELECT view, cell, count(*) AS n FROM (SELECT view, ${cell} AS cell FROM rows WHERE ${quoted(table)} IS NOT NULL) GROUP BY ALL`,
  );
  for (const { view, cell, n } of found.getRowObjects()) counts[`${view}|${table}|${cell}`] = Number(n);
}
const bases = await db.runAndReadAll(`SELECT view, ${based.map((t) => `count(${quoted(t)})`).join(", ")} FROM rows GROUP BY view`);
for (const [view, ...asked] of bases.getRows()) {
  asked.forEach((n, i) => {
    if (n > 0) counts[`${view}|${based[i]}|asked`] = Number(n);
  });
}
const seconds = Number(process.hrtime.bigint() - began) / 1e9;
console.log(JSON.stringify({ seconds, counts }));
