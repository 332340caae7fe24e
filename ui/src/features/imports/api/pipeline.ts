/** Which pipeline an import went into: where nobody chose one, its deals tell. */
import { queryOptions } from "@tanstack/react-query";
import { client, data } from "@/shared/api/client";
import type { Import } from "./imports";

type Rule = { field: string; op: string; value: unknown };

async function pipelineOfOne(rules: Rule[], ordering: string): Promise<string | null> {
  const query = { filter: JSON.stringify({ match: "all", rules }), ordering, page_size: 1 };
  const page = await data(client.GET("/api/opportunities/", { params: { query } }));
  return page.results[0]?.pipeline ?? null;
}

/** Ids that the file's first rows have in the other program, where a column holds them. */
function foreignIds(made: Import): string[] {
  const column = made.mapping.find((each) => each.target === "external_id");
  return made.detected.columns.find((each) => each.index === column?.index)?.samples ?? [];
}

async function find(made: Import): Promise<string | null> {
  if (made.options.pipeline) return made.options.pipeline;
  // The deals it wrote have not been touched since it ended.
  const written = await pipelineOfOne(
    [
      { field: "updated_at", op: "gte", value: made.created_at },
      { field: "updated_at", op: "lte", value: made.updated_at },
    ],
    "-updated_at",
  );
  if (written) return written;
  // A second import of a file writes nothing; its deals are known by their ids.
  const ids = foreignIds(made);
  if (ids.length === 0) return null;
  return pipelineOfOne([{ field: "external_id", op: "in", value: ids }], "-created_at");
}

export function importedPipeline(made: Import) {
  return queryOptions({
    queryKey: ["opportunities", "imported", made.id, made.updated_at],
    queryFn: () => find(made),
  });
}
